"""R7, learning gain: what may be shown of it."""

from analytics import disclosure
from analytics.disclosure import Rule
from analytics.engines import Rows
from analytics.measures import paired_scores
from analytics.measures.adjusting import adjusted_gain
from analytics.measures.paired_scores import Gain, Pair
from analytics.reports.content import Content, too_few
from analytics.reports.gain import further
from analytics.reports.gain.further import ADJUSTED, FORMS, GROUPS, LEARNERS
from analytics.shape import Cell, Column, Figure, Finding, Hidden, Table, table

GAINS = (
    Column("course", "name", "course"),
    Column("moments", "word"),
    Column("n", "count"),
    Column("lost", "count"),
    Column("first_mean", "percent"),
    Column("second_mean", "percent"),
    Column("points", "days"),
    Column("points_low", "days"),
    Column("points_high", "days"),
    Column("g", "r"),
    Column("g_low", "r"),
    Column("g_high", "r"),
)
MEANS = (Column("course", "name", "course"), Column("phase", "word"), Column("n", "count"), Column("share", "percent"))


def gain(rows: Rows, rule: Rule) -> Content:
    """One row a course and pair of moments; one chart a course of the means at start and end."""
    pairs = paired_scores.pairs(rows)
    cells = [_row(pair, rule) for pair in pairs]
    means: list[tuple[Cell, ...]] = []
    figures = []
    for pair, row in zip(pairs, cells, strict=True):
        if (pair.first, pair.second) == ("pre", "post"):
            finding = _finding(pair, rule)
            figures.append(Figure(pair.course, "rates", finding))
            means += [(pair.course, "pre_of_pre_post", row[2], row[4]), (pair.course, "post_of_pre_post", row[2], row[5])]
    tables = (table("means", MEANS, means, figures), table("gains", GAINS, cells), *_further(rows, cells, rule))
    return Content(paired_scores.learners(rows), tables)


def _further(rows: Rows, gains: list[tuple[Cell, ...]], rule: Rule) -> tuple[Table, ...]:
    """A gain that is hidden has no adjusted one, and no groups."""
    n_of = {str(row[0]): row[2] for row in gains if row[1] == "pre_post"}
    adjusted: list[tuple[Cell, ...]] = []
    groups: list[tuple[Cell, ...]] = []
    forms: list[tuple[Cell, ...]] = []
    for course, people in further.by_course(adjusted_gain.sittings(rows)).items():
        both = [one for one in people if one.post is not None]
        forms += further.form_rows(course, people, rule)
        if course in n_of:
            adjusted.append(further.adjusted_row(course, both, n_of[course], rule))
            groups += further.group_rows(course, both, rule) if isinstance(n_of[course], int) else []
    return table("adjusted", ADJUSTED, adjusted), table("groups", GROUPS, groups), table("forms", FORMS, forms)


def _row(pair: Pair, rule: Rule) -> tuple[Cell, ...]:
    """Those with both tests and those without the second add up to those who sat the first."""
    n, lost = disclosure.row([len(pair.scores), pair.lost], rule)[1]
    lead = (pair.course, f"{pair.first}_{pair.second}", n, lost)
    if isinstance(n, Hidden):
        return *lead, *(n,) * 8
    if len(pair.scores) < max(LEARNERS, rule.below):
        return *lead, *(Hidden("under", LEARNERS),) * 8
    return *lead, *_figures(paired_scores.gain(pair.scores))


def _figures(one: Gain) -> tuple[Cell, ...]:
    points = (one.difference, one.low, one.high)
    return 100 * one.first, 100 * one.second, *(None if part is None else 100 * part for part in points), one.g, one.g_low, one.g_high


def _finding(pair: Pair, rule: Rule) -> Finding:
    n = len(pair.scores)
    if n < rule.below:
        return too_few(n, rule)
    if n < LEARNERS or isinstance(disclosure.row([n, pair.lost], rule)[1][0], Hidden):
        return Finding("gain_early", {"need": LEARNERS})
    one = paired_scores.gain(pair.scores)
    low, high = 100 * (one.low or 0.0), 100 * (one.high or 0.0)
    if low > 0:
        return Finding("gain_up", {"points": 100 * one.difference, "low": low, "high": high, "n": n})
    return Finding("gain_unclear", {"low": low, "high": high, "n": n})
