"""R11, mastery by objective: how many learners are likely to know it, some way there, or at the beginning."""

from analytics import disclosure
from analytics.disclosure import Rule, percent, statistic
from analytics.engines import Rows
from analytics.measures import mastery as measure
from analytics.measures.mastery import LEARNERS_TO_FIT, Objective
from analytics.reports.content import Content, too_few
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

COLUMNS = (
    Column("objective", "name", "objective"),
    Column("n", "count"),
    Column("mastered_n", "count"),
    Column("likely_n", "count"),
    Column("early_n", "count"),
    Column("mastered_share", "percent"),
    Column("answers", "days"),
    Column("model", "word"),
)


def mastery(rows: Rows, rule: Rule) -> Content:
    """One stacked row an objective."""
    objectives = measure.objectives(rows)
    cells = [_row(one, rule) for one in objectives]
    figures = [Figure(None, "stacked_mastery", _finding(objectives, cells, rule))] if objectives else []
    return Content(measure.learners(rows), (table("objectives", COLUMNS, cells, figures),))


def _row(one: Objective, rule: Rule) -> tuple[Cell, ...]:
    n, cells = disclosure.row([one.mastered, one.likely, one.n - one.mastered - one.likely], rule)
    share: Cell = percent(one.mastered, one.n, rule)
    if isinstance(cells[0], Hidden) or isinstance(n, Hidden):
        share = cells[0] if isinstance(cells[0], Hidden) else n
    return one.objective, n, *cells, share, statistic(one.answers, one.n, rule), _model(one)


def _model(one: Objective) -> str:
    return "at_limit" if one.is_at_limit else "fitted" if one.is_fitted else "start"


def _finding(objectives: list[Objective], rows: list[tuple[Cell, ...]], rule: Rule) -> Finding:
    most = max(one.n for one in objectives)
    if most < rule.below:
        return too_few(most, rule)
    shares = [
        (row[5], str(row[0])) for one, row in zip(objectives, rows, strict=True) if one.is_fitted and isinstance(row[5], (int, float))
    ]
    if not shares:
        return Finding("mastery_early", {"need": LEARNERS_TO_FIT})
    share, objective = min(shares)
    return Finding("mastery_least", {"objective": objective, "share": share})
