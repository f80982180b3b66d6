"""R7, learning gain: the adjusted gain, groups at the same start score, and how hard each form is."""

from collections import defaultdict
from collections.abc import Sequence

from analytics import disclosure
from analytics.disclosure import Rule, is_small, percent
from analytics.measures.adjusting import adjusted_gain as measure
from analytics.measures.adjusting.adjusted_gain import DIMENSIONS, FormStart, Sitting
from analytics.shape import Cell, Column, Hidden

LEARNERS = 10
"""Under this many learners no mean is shown."""
OTHERS = "others_together"

ADJUSTED = (
    Column("course", "name", "course"),
    Column("n", "count"),
    Column("gain", "days"),
    Column("low", "days"),
    Column("high", "days"),
    Column("adjusted_for", "word"),
    Column("hake_class", "r"),
    Column("hake_mean", "r"),
    Column("full_first", "percent"),
    Column("full_second", "percent"),
)
GROUPS = (
    Column("course", "name", "course"),
    Column("dimension", "word"),
    Column("value", "word"),
    Column("n", "count"),
    Column("reference", "word"),
    Column("end_difference", "days"),
    Column("low", "days"),
    Column("high", "days"),
)
FORMS = (
    Column("course", "name", "course"),
    Column("form", "name", "form"),
    Column("n", "count"),
    Column("mean", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
    Column("easier", "days"),
    Column("easier_low", "days"),
    Column("easier_high", "days"),
)


def by_course(people: Sequence[Sitting]) -> dict[str, list[Sitting]]:
    courses = defaultdict[str, list[Sitting]](list)
    for one in people:
        courses[one.course].append(one)
    return courses


def adjusted_row(course: str, both: Sequence[Sitting], n: Cell, rule: Rule) -> tuple[Cell, ...]:
    """both: who sat start and end; n: their number as the table of gains prints it."""
    if isinstance(n, Hidden):
        return (course, n, *(n,) * 3, "", *(n,) * 4)
    if len(both) < max(LEARNERS, rule.below):
        return (course, n, *(Hidden("under", LEARNERS),) * 3, "", *(Hidden("under", LEARNERS),) * 4)
    estimate, own = measure.adjusted_gain(both), measure.hake(both)
    full = (percent(own.full_first, len(both), rule), percent(own.full_second, len(both), rule))
    if estimate is None:
        return (course, n, None, None, None, "", own.class_gain, own.mean_gain, *full)
    one, has_orders = estimate
    points = (100 * part for part in (one.value, one.low, one.high))
    return (course, n, *points, "start_and_forms" if has_orders else "start_score", own.class_gain, own.mean_gain, *full)


def group_rows(course: str, both: Sequence[Sitting], rule: Rule) -> list[tuple[Cell, ...]]:
    """Each value of role, language and edition that enough learners have, beside the most frequent one; the others together."""
    rows: list[tuple[Cell, ...]] = []
    for dimension in DIMENSIONS:
        groups = defaultdict[str, list[Sitting]](list)
        for one in both:
            groups[getattr(one, dimension)].append(one)
        ordered = sorted(groups, key=lambda value: (-len(groups[value]), value))
        places, rest = disclosure.pool([len(groups[value]) for value in ordered], rule)
        shown_values = [ordered[place] for place in places]
        if rest:  # told together, they are a group like another
            groups[OTHERS] = [one for value in ordered if value not in shown_values for one in groups[value]]
        lines = [*shown_values, *([OTHERS] if rest else [])]
        if shown_values and len(lines) > 1:
            rows += [_group(course, dimension, value, shown_values[0], groups, rule) for value in lines]
    return rows


def _group(course: str, dimension: str, value: str, reference: str, groups: dict[str, list[Sitting]], rule: Rule) -> tuple[Cell, ...]:
    n = disclosure.count(len(groups[value]), rule)
    if value == reference:
        return (course, dimension, value, n, "", None, None, None)
    if min(len(groups[value]), len(groups[reference])) < max(LEARNERS, rule.below):
        return (course, dimension, value, n, reference, *(Hidden("under", LEARNERS),) * 3)
    made = measure.adjusted_difference(groups[value], groups[reference])
    points: tuple[Cell, ...] = (None,) * 3 if made is None else tuple(100 * part for part in (made.value, made.low, made.high))
    return (course, dimension, value, n, reference, *points)


def form_rows(course: str, people: Sequence[Sitting], rule: Rule) -> list[tuple[Cell, ...]]:
    """people: everybody who sat the test at the start. Their forms add up to them, so that few of one hide another."""
    forms = measure.form_starts(people)
    if not forms:
        return []
    without = len(people) - sum(one.n for one in forms)
    cells = disclosure.row([*(one.n for one in forms), without], rule)[1]
    return [_form(course, one, forms[0], cell, rule) for one, cell in zip(forms, cells, strict=False)]


def _form(course: str, one: FormStart, first: FormStart, n: Cell, rule: Rule) -> tuple[Cell, ...]:
    lead = (course, one.form, n)
    if isinstance(n, Hidden):
        return (*lead, *(n,) * 6)
    if one.n < max(LEARNERS, rule.below):
        return (*lead, *(Hidden("under", LEARNERS),) * 6)
    easier: tuple[Cell, ...] = tuple(None if part is None else 100 * part for part in one[5:])
    if first.n < max(LEARNERS, rule.below) or is_small(first.n, rule):
        easier = (Hidden("under", LEARNERS),) * 3
    return (*lead, 100 * one.mean, *(None if part is None else 100 * part for part in one[3:5]), *easier)
