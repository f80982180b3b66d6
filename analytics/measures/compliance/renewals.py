"""Whether attestations that reached their end were renewed in time, by course and by month of the end."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows


class Renewals(NamedTuple):
    """Learners whose attestation of a course reached its end: renewed before it, renewed after it, or not renewed; they add up.

    month: the first day of the month of the end, None for all months together.
    """

    course: str
    month: date | None
    before: int
    after: int
    never: int

    @property
    def parts(self) -> tuple[int, int, int]:
        return self[2:]


def renewals(rows: Rows, now: datetime) -> list[Renewals]:
    """By course, all months and then each of them. Each learner counts by her latest attestation that ended before `now` (aware), by the
    day in universal time; one that was withdrawn is left out."""
    latest: dict[tuple[str, str], tuple[float, float | None]] = {}
    for row in rows.ask(_spans):
        if row["ends"] is not None and row["ends"] < now.timestamp() and not row["is_withdrawn"]:
            who = (row["course"], row["subject"])
            latest[who] = max((row["ends"], row["next_at"]), latest.get(who, (row["ends"], None)), key=_end)
    counts: dict[tuple[str, date | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (course, _), (ends, next_at) in latest.items():
        place = 2 if next_at is None else 0 if next_at <= ends else 1
        for month in (None, datetime.fromtimestamp(ends, UTC).date().replace(day=1)):
            counts[course, month][place] += 1
    by_course = sorted(counts.items(), key=lambda pair: (pair[0][0], pair[0][1] or date.min))
    return [Renewals(course, month, *parts) for (course, month), parts in by_course]


def _end(span: tuple[float, float | None]) -> float:
    return span[0]


def _spans(rows: ir.Table) -> ir.Table:
    """Each attestation that was given, with the moment of the next one of the same learner and course."""
    table = rows.filter(rows.kind == "credential", rows.thing.notnull(), rows.verb.isin(["earned", "renewed", "revoked"]))
    order = ibis.window(group_by=[table.subject, table.thing], order_by=[table.seq])
    table = table.mutate(next_at=table.at.lead(1).over(order), next_verb=table.verb.lead(1).over(order))
    is_withdrawn = (table.next_verb == "revoked").fill_null(False)  # withdrawn before anything else happened
    table = table.mutate(is_withdrawn=is_withdrawn).filter(table.verb != "revoked")
    return table.select("subject", "next_at", "is_withdrawn", "seq", course="thing", ends="valid_until").order_by("seq")
