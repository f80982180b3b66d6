"""R27, lived experience: what may be shown of it."""

from itertools import groupby

from analytics import disclosure
from analytics.disclosure import Rule, percent
from analytics.engines import Rows
from analytics.measures import opinions as measure
from analytics.measures.opinions import Group, Opinion
from analytics.reports.content import Content, bounds
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

LEARNERS = 10
"""Under so many learners no mean is shown."""

OPINIONS = (
    Column("course", "name", "course"),
    Column("question", "word"),
    Column("n", "count"),
    Column("agreed", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)
SCORES = (
    Column("dimension", "word"),
    Column("value", "word"),
    Column("n", "count"),
    Column("score", "days"),
    Column("low", "days"),
    Column("high", "days"),
)
WORD_OF = {"practice": "helps_in_practice"}
"""The word of a question whose key names something else in other reports: a phase."""


def experience(rows: Rows, rule: Rule) -> Content:
    """One figure a course."""
    lines: list[tuple[Cell, ...]] = []
    figures = []
    for course, group in groupby(measure.opinions(rows), lambda one: one.course):
        part = [_opinion(one, rule) for one in group]
        lines += part
        figures.append(Figure(course, "rates", _finding(part)))
    scores: list[tuple[Cell, ...]] = []
    for _, same in groupby(measure.groups(rows), lambda one: one.dimension):
        scores += _scores(list(same), rule)
    return Content(measure.learners(rows), (table("opinions", OPINIONS, lines, figures), table("opinion_scores", SCORES, scores)))


def _opinion(one: Opinion, rule: Rule) -> tuple[Cell, ...]:
    n, (agreed, _) = disclosure.row([one.agreed, one.n - one.agreed], rule)
    rates: tuple[Cell, ...] = (percent(one.agreed, one.n, rule), *bounds(one.agreed, one.n, rule))
    if isinstance(agreed, Hidden):
        rates = (agreed,) * 3
    return one.course, WORD_OF.get(one.question, one.question), n, agreed, *rates


def _scores(groups: list[Group], rule: Rule) -> list[tuple[Cell, ...]]:
    """The values of one dimension add up to all who answered."""
    _, ns = disclosure.row([len(group.scores) for group in groups], rule)
    lines: list[tuple[Cell, ...]] = []
    for group, n in zip(groups, ns, strict=True):
        if isinstance(n, Hidden):
            figures: tuple[Cell, ...] = (n,) * 3
        elif len(group.scores) < max(LEARNERS, rule.below):
            figures = (Hidden("under", LEARNERS),) * 3
        else:
            figures = measure.mean_of(group.scores)
        lines.append((group.dimension, group.value, n, *figures))
    return lines


def _finding(lines: list[tuple[Cell, ...]]) -> Finding:
    """The sentence that fewest agree with. None is named where a share is hidden: few agree with the one that cannot be shown, perhaps."""
    shares = [(line[4], line) for line in lines if isinstance(line[4], (int, float))]
    if not shares:
        return Finding("agreed_hidden")
    if len(shares) < len(lines):
        return Finding("agreed_part")
    share, line = min(shares, key=lambda one: (float(one[0]), str(one[1][1])))
    return Finding("agreed_least", {"question": line[1], "share": share, "n": line[2]})
