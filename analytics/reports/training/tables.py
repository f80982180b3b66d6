"""R2 and R3, compliance of training: what may be shown of it."""

from analytics import disclosure
from analytics.disclosure import Rule, percent
from analytics.engines import Rows
from analytics.measures.compliance import renewals
from analytics.measures.compliance import training as measure
from analytics.measures.compliance.renewals import Renewals
from analytics.measures.compliance.training import Duty, Standing
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
_RENEWED = (
    Column("n", "count"),
    Column("before_n", "count"),
    Column("after_n", "count"),
    Column("never_n", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)
RENEWALS = (Column("key", "name", "course"), *_RENEWED)
MONTHS = (Column("key", "name", "course"), Column("month", "date"), *_RENEWED)


def training(rows: Rows, rule: Rule) -> Content:
    """One stacked row a course in each table."""
    date = rows.question.date
    duties = [_duty(one, rule) for one in measure.duties(rows, date)]
    standings = [_standing(one, rule) for one in measure.standings(rows, date)]
    overdue = Figure(None, "stacked_duties", _overdue(duties))
    due = Figure(None, "stacked_attestations", _due(standings))
    ends = renewals.renewals(rows, date)
    tables = (
        table("duties", DUTIES, duties, [overdue] if duties else []),
        table("attestations", ATTESTATIONS, standings, [due] if standings else []),
        table("renewals", RENEWALS, [(one.course, *_renewed(one, rule)) for one in ends if one.month is None]),
        table("renewal_months", MONTHS, [(one.course, one.month.isoformat(), *_renewed(one, rule)) for one in ends if one.month]),
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


def _renewed(one: Renewals, rule: Rule) -> tuple[Cell, ...]:
    n, cells = disclosure.row(one.parts, rule)
    whole = sum(one.parts)
    rates: tuple[Cell, ...] = (percent(one.before, whole, rule), *bounds(one.before, whole, rule))
    return (n, *cells, *((cells[0],) * 3 if isinstance(cells[0], Hidden) else rates))


def _overdue(duties: list[tuple[Cell, ...]]) -> Finding:
    n, key = _most(duties, 3)
    return Finding("overdue_most", {"overdue": n, "key": key}) if n else Finding("overdue_none")


def _due(standings: list[tuple[Cell, ...]]) -> Finding:
    n, key = _most(standings, 3)
    return Finding("renewal_due", {"due": n, "key": key}) if n else Finding("renewal_none")


def _most(rows: list[tuple[Cell, ...]], place: int) -> tuple[int, str]:
    """The count and the key of the row with most learners in one column, of those whose count may be shown."""
    counts = [(row[place], str(row[0])) for row in rows]
    return max(((count, key) for count, key in counts if isinstance(count, int)), default=(0, ""))
