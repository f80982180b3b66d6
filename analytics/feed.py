"""The feed: statements of the store, in order of arrival, into the lake; the only reader of the store in analytics."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from analytics import lake
from analytics.errors import LakeAhead
from analytics.pseudonym import pseudonym
from analytics.rows import Row, flatten
from lrs import reader

BATCH = 20_000
PURPOSE = "reports"


class Fed(NamedTuple):
    """What one call brought in. rows: how many; touched: (cohort, verb) of the new rows; upto: the lake's watermark now.

    anew: True if the lake was emptied first, so that every figure is to be made again.
    """

    rows: int
    touched: frozenset[tuple[str | None, str]]
    upto: int
    anew: bool = False


def feed(engine: Engine, folder: Path, key: bytes, *, batch: int = BATCH) -> Fed:
    """Brings the lake up to the store. Costs one short query when nothing is new.

    folder: the lake, emptied first when another version wrote it or when the store erased somebody; key: the site's pseudonym key.
    Raises LakeBusy when another process feeds it, LakeAhead when the store came back from an older copy.
    """
    with engine.connect() as connection:
        mark = reader.erasures(connection)
        anew = mark != lake.mark(folder) or not lake.is_current(folder)
        if anew:
            with lake.writing(folder):
                lake.renew(folder, mark)
        start = lake.watermark(folder)
        end = reader.last_seq(connection)
        if end < start:
            raise LakeAhead(start, end)
        if end == start:
            return Fed(0, frozenset(), start, anew)
        with lake.writing(folder):
            return _feed(connection, folder, _pseudonymiser(key), batch)._replace(anew=anew)


def subject_of(key: bytes, home_page: str, name: str) -> str:
    """The lake's name for one actor of the product."""
    return pseudonym(key, PURPOSE, f"{home_page} {name}")


def _pseudonymiser(key: bytes) -> Callable[[str], str]:
    """HMAC once an actor: most statements of a batch come from few people."""
    known: dict[str, str] = {}

    def pseudonymise(actor: str) -> str:
        if actor not in known:
            known[actor] = pseudonym(key, PURPOSE, actor)
        return known[actor]

    return pseudonymise


def _feed(connection: Connection, folder: Path, pseudonymise: Callable[[str], str], batch: int) -> Fed:
    count, upto, touched = 0, lake.watermark(folder), set[tuple[str | None, str]]()
    while True:
        rows = _read(connection, upto, batch, pseudonymise)
        if rows:
            after, upto = upto, rows[-1]["seq"]
            lake.append(folder, unique(rows), after=after, upto=upto)
            lake.compact(folder)
            count += len(rows)
            touched |= {(row["cohort"], row["verb"]) for row in rows}
        if len(rows) < batch:
            return Fed(count, frozenset(touched), upto)


def _read(connection: Connection, after: int, batch: int, pseudonymise: Callable[[str], str]) -> list[Row]:
    return [flatten(kept.seq, kept.stored, kept.statement, pseudonymise) for kept in reader.iter_since(connection, after, batch)]


def unique(rows: Sequence[Row]) -> list[Row]:
    """The rows without a second one of the same id; the first arrival counts."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["id"], row)
    return list(first.values())
