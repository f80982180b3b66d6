"""Finding statements: filters become one SQL text of arms, each walking one index from the newest (or oldest) row.

The SQL is joined from words of this file alone; every value from outside is a bound parameter. So S608 is waived here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakSet

from sqlalchemy import Connection
from sqlalchemy.pool import Pool

from lrs.storage.database import is_sqlite
from lrs.storage.driver_sql import DriverSql

LONGEST_CHAIN = 10
"""References that a filter follows from one statement to the next; what lies further down is not looked at."""
_SKEW = 10_000
"""On PostgreSQL two workers may store in another order than they number; a bound on time looks this many numbers further."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to find; xAPI 1.0.3 part 3, 2.1.3. agent, verb, activity, registration: terms; since, until: stored text.

    authority, cohort: bounds of the access key, which hold for the statement itself, and for the one of its chain that the filters fit.
    after: the number of the last row of the page before.
    through, below: moment and number beyond which nothing is shown yet, because an older statement may still come (`sequence.readable`).
    """

    agent: int | None = None
    verb: int | None = None
    activity: int | None = None
    registration: int | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: str | None = None
    until: str | None = None
    authority: int | None = None
    cohort: int | None = None
    ascending: bool = False
    after: int | None = None
    through: str | None = None
    below: int | None = None
    limit: int = 100


class StatementRow(NamedTuple):
    """One row found. body: UTF-8 as it is kept, without `stored`, so that a page is joined and sent without being read."""

    seq: int
    id: str
    stored: str
    body: bytes

    @property
    def whole(self) -> bytes:
        """The JSON of the statement."""
        return b'{"stored":"%b",%b' % (self.stored.encode(), self.body[1:])


def find(connection: Connection, filters: Filters) -> list[StatementRow]:
    """At most `limit` statements that are not voided, by order of arrival, newest first unless ascending."""
    sqlite, pool = is_sqlite(connection), connection.engine.pool
    shape, values = _shape(filters), _values(filters, sqlite)
    if not _matches(filters):
        return _rows(_sql(shape, sqlite, False).rows(connection, values))
    if pool not in _pools_with_chains:
        rows = _sql(shape, sqlite, False).rows(connection, values)
        if not (rows[0][_CHAINS] if rows else _HAS_CHAINS.rows(connection, ())):
            return _rows(rows)
        _pools_with_chains.add(pool)
    return _rows(_sql(shape, sqlite, True).rows(connection, values))


def _rows(rows: Sequence[Any]) -> list[StatementRow]:
    return [StatementRow._make(row[:_CHAINS]) for row in rows]


_NAMES = ("agent", "verb", "activity", "registration", "since", "until", "authority", "cohort", "after", "through", "below")
_HAS_CHAINS = DriverSql("SELECT 1 FROM lrs_references LIMIT 1")
_CHAINS = 4
"""Place of the column that says, with the rows it belongs to, whether a statement that points at another is kept."""
_pools_with_chains: WeakSet[Pool] = WeakSet()
"""Databases in which there was one: there the chains are followed at once, and not only after a list without them."""


def _matches(filters: Filters) -> bool:
    return any(value is not None for value in (filters.agent, filters.verb, filters.activity, filters.registration))


def _shape(filters: Filters) -> Filters:
    """The same filters with every value replaced by a mark: what the SQL text depends on."""
    return Filters(
        agent=None if filters.agent is None else 0,
        verb=None if filters.verb is None else 0,
        activity=None if filters.activity is None else 0,
        registration=None if filters.registration is None else 0,
        related_agents=filters.related_agents,
        related_activities=filters.related_activities,
        since=None if filters.since is None else "",
        until=None if filters.until is None else "",
        authority=None if filters.authority is None else 0,
        cohort=None if filters.cohort is None else 0,
        ascending=filters.ascending,
        after=None if filters.after is None else 0,
        through=None if filters.through is None else "",
        below=None if filters.below is None else 0,
        limit=0,
    )


def _values(filters: Filters, sqlite: bool) -> dict[str, Any]:
    values = {name: value for name in _NAMES if (value := getattr(filters, name)) is not None}
    if filters.since is not None or filters.until is not None:
        values["skew"] = 0 if sqlite else _SKEW
    return values | {"limit": filters.limit}


@lru_cache(512)
def _sql(filters: Filters, sqlite: bool, with_chains: bool) -> DriverSql:
    order = "ASC" if filters.ascending else "DESC"
    body = "CAST(s.body AS BLOB)" if sqlite else "convert_to(s.body, 'UTF8')"
    columns = f"s.id, s.stored, {body}, EXISTS (SELECT 1 FROM lrs_references)"  # noqa: S608 - names of our own tables and columns; values are bound
    arms = [_arm(source, [*conditions, *_row(filters)], order, key) for source, key, conditions in _sources(filters, sqlite)]
    if with_chains:
        arms.append(_chain_arm(filters, sqlite, order))
    if len(arms) == 1:
        return DriverSql(arms[0].replace("SELECT s.seq", f"SELECT s.seq, {columns}", 1))
    union = " UNION ".join(f"SELECT seq FROM ({arm}) AS arm{number}" for number, arm in enumerate(arms))  # noqa: S608 - names of our own tables and columns; values are bound
    page = f"SELECT seq FROM ({union}) AS arms ORDER BY seq {order} LIMIT :limit"  # noqa: S608 - names of our own tables and columns; values are bound
    return DriverSql(f"SELECT s.seq, {columns} FROM lrs_statements s WHERE seq IN ({page}) ORDER BY seq {order}")  # noqa: S608 - names of our own tables and columns; values are bound


def _arm(source: str, conditions: list[str], order: str, key: str) -> str:
    return f"SELECT s.seq FROM {source} WHERE {' AND '.join(conditions)} ORDER BY {key} {order} LIMIT :limit"  # noqa: S608 - names of our own tables and columns; values are bound


def _chain_arm(filters: Filters, sqlite: bool, order: str) -> str:
    """Statements that point, through at most LONGEST_CHAIN references, at one that the filters fit.

    The chain is followed here and not kept at writing time: kept, it takes a row for each pair of its statements.
    """
    bounds = [] if filters.authority is None else ["t.authority = :authority"]
    bounds += [] if filters.cohort is None else [_mentions("t", ":cohort")]
    conditions = " AND ".join(["t.seq = below.seq", *_match("t", filters, sqlite), *bounds])
    chain = f"{_BELOW} CROSS JOIN lrs_statements t WHERE {conditions}"
    tables = ("lrs_references r", "lrs_statements s") if filters.authority is None else ("lrs_statements s", "lrs_references r")
    with_chain = ["r.seq = s.seq", f"EXISTS ({chain})", *_row(filters)]
    return _arm(" CROSS JOIN ".join(tables), with_chain, order, "r.seq" if filters.authority is None else "s.seq")


# placeholders and numbers of this file alone
_BELOW = (
    "SELECT 1 FROM (WITH RECURSIVE below(seq, depth) AS (SELECT x.seq, 1 FROM lrs_statements x WHERE x.id = r.target UNION ALL "  # noqa: S608 - names of our own tables and columns; values are bound
    "SELECT x.seq, below.depth + 1 FROM below CROSS JOIN lrs_references y CROSS JOIN lrs_statements x "
    f"WHERE y.seq = below.seq AND x.id = y.target AND below.depth < {LONGEST_CHAIN}) SELECT seq FROM below) AS below"
)


def _sources(filters: Filters, sqlite: bool) -> list[tuple[str, str, list[str]]]:
    """Where each arm starts, the column that orders it, and its conditions besides those on the row."""
    table, mention = "lrs_statements s", "lrs_mentions m CROSS JOIN lrs_statements s"
    same_row = "s.seq = m.seq"
    if filters.agent is not None:
        rest = _match("s", replace(filters, agent=None), sqlite)
        arms = [(table, "s.seq", ["s.actor = :agent", *rest]), (mention, "m.seq", ["m.term = :agent", "m.direct = TRUE", same_row, *rest])]
        if filters.related_agents:
            arms.append((mention, "m.seq", ["m.term = :agent", "m.direct = FALSE", same_row, *rest]))
            arms.append((table, "s.seq", ["s.authority = :agent", *rest]))
        return arms
    if filters.activity is not None and filters.related_activities:
        rest = _match("s", replace(filters, activity=None), sqlite)
        related = ["m.term = :activity", "m.direct = FALSE", same_row, *rest]
        return [(table, "s.seq", ["s.activity = :activity", *rest]), (mention, "m.seq", related)]
    return [(table, "s.seq", _match("s", filters, sqlite))]


def _match(alias: str, filters: Filters, sqlite: bool) -> list[str]:
    """Conditions that a statement meets by itself or through a chain."""
    conditions = []
    if filters.registration is not None:
        conditions.append(f"{alias}.registration = :registration")
    if filters.verb is not None:
        # SQLite has no statistics here: the plus keeps it from walking the verb's index when a sharper one is at hand.
        narrower = any(value is not None for value in (filters.activity, filters.registration, filters.agent))
        conditions.append(f"{'+' if sqlite and narrower else ''}{alias}.verb = :verb")
    if filters.activity is not None:
        direct = f"{alias}.activity = :activity"
        conditions.append(f"({direct} OR {_mentions(alias, ':activity')})" if filters.related_activities else direct)
    if filters.agent is not None:
        ways = [f"{alias}.actor = :agent", _mentions(alias, ":agent", "" if filters.related_agents else "AND x.direct = TRUE ")]
        if filters.related_agents:
            ways.append(f"{alias}.authority = :agent")
        conditions.append(f"({' OR '.join(ways)})")
    return conditions


def _mentions(alias: str, name: str, more: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM lrs_mentions x WHERE x.term = {name} {more}AND x.seq = {alias}.seq)"  # noqa: S608 - names of our own tables and columns; values are bound


def _row(filters: Filters) -> list[str]:
    """Conditions on the row itself, whatever made it match."""
    conditions = ["s.voided = FALSE"]
    if filters.after is not None:
        conditions.append(f"s.seq {'>' if filters.ascending else '<'} :after")
    if filters.through is not None:
        conditions.append("s.stored <= :through")
    if filters.below is not None:
        conditions.append("s.seq <= :below")
    if filters.since is not None:
        first = "SELECT seq FROM lrs_statements WHERE stored > :since ORDER BY stored, seq LIMIT 1"
        conditions.append(f"s.stored > :since AND s.seq >= coalesce(({first}), 9223372036854775807) - :skew")
    if filters.until is not None:
        last = "SELECT seq FROM lrs_statements WHERE stored <= :until ORDER BY stored DESC, seq DESC LIMIT 1"
        conditions.append(f"s.stored <= :until AND s.seq <= coalesce(({last}), 0) + :skew")
    if filters.authority is not None:
        conditions.append("s.authority = :authority")
    if filters.cohort is not None:
        conditions.append(_mentions("s", ":cohort"))
    return conditions
