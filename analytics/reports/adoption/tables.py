"""R25, adoption by département: what may be shown of it."""

from collections.abc import Sequence
from itertools import groupby

from analytics import disclosure
from analytics.disclosure import Rule, percent
from analytics.engines import Rows
from analytics.measures.compliance import adoption as measure
from analytics.measures.compliance.adoption import Place
from analytics.reports.content import Content, bounds
from analytics.shape import POOL_KEY, Cell, Column, Figure, Finding, Hidden, table

COLUMNS = (
    Column("role", "word"),
    Column("departement", "word"),
    Column("n", "count"),
    Column("certified", "count"),
    Column("share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
)


def adoption(rows: Rows, rule: Rule) -> Content:
    """All first, then each named place; one figure a role."""
    places = measure.places(rows, rows.question.date)
    everybody = Place("all", "all", sum(one.n for one in places), sum(one.valid for one in places))
    named, rest = _pooled(places, rule)
    lines = [_line(everybody, rule)] if places else []
    figures = []
    for role, group in groupby(named, lambda one: one.role):
        part = [_line(one, rule) for one in group]
        lines += part
        figures.append(Figure(role, "rates", _finding(part)))
    return Content(measure.learners(rows), (table("places", COLUMNS, lines + [_line(one, rule) for one in rest], figures),))


def _pooled(places: Sequence[Place], rule: Rule) -> tuple[list[Place], list[Place]]:
    """Places by name when enough learners stand there, and the others together: a name in the list says that somebody works there."""
    shown, rest = disclosure.pool([one.n for one in places], rule)
    named = [places[at] for at in shown]
    valid = sum(one.valid for one in places) - sum(one.valid for one in named)
    return named, [Place("pooled", POOL_KEY, rest, valid)] if rest else []


def _line(one: Place, rule: Rule) -> tuple[Cell, ...]:
    n, (valid, _) = disclosure.row([one.valid, one.n - one.valid], rule)
    rates: tuple[Cell, ...] = (percent(one.valid, one.n, rule), *bounds(one.valid, one.n, rule))
    if isinstance(valid, Hidden):
        rates = (valid,) * 3
    return one.role, one.departement, n, valid, *rates


def _finding(lines: list[tuple[Cell, ...]]) -> Finding:
    named = [(line[3], line) for line in lines if isinstance(line[3], int) and line[3] and line[1] != measure.UNKNOWN]
    if not named:
        return Finding("places_none")
    valid, line = max(named, key=lambda one: (one[0], str(one[1][1])))
    return Finding("places_most", {"role": line[0], "departement": line[1], "valid": valid, "n": line[2]})
