"""R2 and R3, compliance of training: what may be shown of it."""

from analytics import disclosure
from analytics.disclosure import Rule, percent
from analytics.engines import Rows
from analytics.measures import training as measure
from analytics.measures.training import Duty, Standing
from analytics.reports.content import Content, bounds
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

DUTIES = (
    Column("key", "name", "course"),
    Column("n", "count"),
    Column("done", "count"),
    Column("overdue", "count"),
    Column("open", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)
ATTESTATIONS = (
    Column("key", "name", "course"),
    Column("n", "count"),
    Column("valid_n", "count"),
    Column("due_n", "count"),
    Column("expired_n", "count"),
    Column("withdrawn_n", "count"),
    Column("renewed_n", "count"),
    Column("valid_share", "percent"),
)


def training(rows: Rows, rule: Rule) -> Content:
    """One stacked row a course in each table."""
    date = rows.question.date
    duties = [_duty(one, rule) for one in measure.duties(rows, date)]
    standings = [_standing(one, rule) for one in measure.standings(rows, date)]
    overdue = Figure(None, "stacked_duties", _most(duties, 3, "overdue", "overdue_most", "overdue_none"))
    due = Figure(None, "stacked_attestations", _most(standings, 3, "due", "renewal_due", "renewal_none"))
    tables = (
        table("duties", DUTIES, duties, [overdue] if duties else []),
        table("attestations", ATTESTATIONS, standings, [due] if standings else []),
    )
    return Content(measure.learners(rows), tables)


def _duty(one: Duty, rule: Rule) -> tuple[Cell, ...]:
    n, cells = disclosure.row([one.done, one.overdue, one.open], rule)
    rates: tuple[Cell, ...] = (percent(one.done, one.n, rule), *bounds(one.done, one.n, rule))
    if isinstance(cells[0], Hidden):
        rates = (cells[0],) * 3
    return one.key, n, *cells, *rates


def _standing(one: Standing, rule: Rule) -> tuple[Cell, ...]:
    n, cells = disclosure.row([one.valid, one.due, one.expired, one.withdrawn], rule)
    share: Cell = percent(one.valid + one.due, one.n, rule)
    share = next((cell for cell in (n, *cells[:2]) if isinstance(cell, Hidden)), share)
    return one.course, n, *cells, disclosure.count(one.renewed, rule), share


def _most(rows: list[tuple[Cell, ...]], place: int, name: str, some: str, none: str) -> Finding:
    """The row with most learners in one column, of those whose count may be shown."""
    counts = [(row[place], row[0]) for row in rows if isinstance(row[place], int) and row[place]]
    if not counts:
        return Finding(none)
    count, key = max(counts, key=lambda pair: (pair[0], str(pair[1])))
    return Finding(some, {name: count, "key": key})
