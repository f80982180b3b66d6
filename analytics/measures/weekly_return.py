"""Who comes back: of the learners who began in one week, how many did something in each week after it."""

from datetime import UTC, date, datetime
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures.own_acts import own_acts

_DAY = 86_400
_FIRST_MONDAY = 4 * _DAY
WEEKS = 12


class Return(NamedTuple):
    """Learners who began in the week of `monday`: n in all, `active` of them with an act `week` weeks later. monday: universal time."""

    monday: date
    week: int
    n: int
    active: int


def returns(rows: Rows, now: datetime) -> list[Return]:
    """By start and week after it, 12 at most, up to the week of `now` (aware): a week that has not begun says nothing of anybody."""
    active = {(row["began"], row["later"]): row["active"] for row in rows.ask(_active)}
    sizes = {began: n for (began, later), n in active.items() if later == 0}
    this_week = int((now.timestamp() - _FIRST_MONDAY) // (7 * _DAY))
    made = []
    for began in sorted(sizes):
        for later in range(min(WEEKS, this_week - began) + 1):
            monday = datetime.fromtimestamp(began * 7 * _DAY + _FIRST_MONDAY, UTC).date()
            made.append(Return(monday, later, sizes[began], active.get((began, later), 0)))
    return made


def _active(rows: ir.Table) -> ir.Table:
    acts = own_acts(rows)
    weeks = acts.select("subject", week=((acts.at - _FIRST_MONDAY) / (7 * _DAY)).floor().cast("int64")).distinct()
    began = weeks.group_by("subject").agg(began=weeks.week.min())
    table = weeks.join(began, "subject")
    table = table.mutate(later=table.week - table.began)
    return table.filter(table.later <= ibis.literal(WEEKS)).group_by("began", "later").agg(active=table.subject.nunique())
