"""Cohorts beside each other: the main figures of each, as its own pages print them, and how far they lie apart.

Nothing is counted: every figure is one of a released result, and a difference is arithmetic on two of them. So who reads a comparison
knows no more than who read the pages of each cohort; the learners of two cohorts are never counted together.
"""

from collections.abc import Sequence

from analytics.comparison.differences import difference
from analytics.comparison.lines import Line, Part, parts
from analytics.errors import CohortsApart
from analytics.shape import Cell, Column, Figure, Finding, Hidden, Kind, Result, Table, table

COHORT = Column("cohort", "name", "cohort")
KIND_OF_DIFFERENCE: dict[Kind, Kind] = {"percent": "hours"}
"""Of percents a number of points, whole as they are; else the kind of the figures."""
MOST = 6
"""Cohorts that fit beside each other on a page."""


def compare(results: Sequence[Result]) -> Result:
    """One report of two cohorts or more; the others are compared with the first.

    Raises CohortsApart when the results are of different reports, definitions or kinds of people: simulated and real ones are never mixed.
    """
    first = results[0]
    if len(results) < 2 or len({(one.report, one.version, one.simulated, one.below) for one in results}) > 1:
        raise CohortsApart(first.report)
    if len({one.cohort for one in results}) < len(results):
        raise CohortsApart(first.report)
    of_cohort = {one.cohort: {part.key: part for part in parts(one)} for one in results}
    keys = dict.fromkeys(key for of_one in of_cohort.values() for key in of_one)
    tables = tuple(_table([(cohort, of_one.get(key)) for cohort, of_one in of_cohort.items()]) for key in keys)
    dates = [one.watermark for one in results if one.watermark]
    return Result(
        report=first.report,
        code=first.code,
        version=first.version,
        cohort=first.cohort,
        simulated=first.simulated,
        watermark=min(dates)[:10] if dates else None,
        seq=0,
        computed=min(one.computed for one in results)[:10],
        n=first.n,
        below=first.below,
        tables=tables,
    )


def _table(of_cohorts: list[tuple[str, Part | None]]) -> Table:
    """One block a line, one row a cohort in it; a cohort without the line has a row that says so."""
    pattern = next(part for _, part in of_cohorts if part is not None)
    lines = [(cohort, {line.names: line for line in part.lines} if part else {}) for cohort, part in of_cohorts]
    names = dict.fromkeys(name for _, of_one in lines for name in of_one)
    has_interval = len(pattern.figures) > 2
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        reference = lines[0][1].get(name)
        for at, (cohort, of_one) in enumerate(lines):
            line = of_one.get(name, Line(name, None, None, None, None))
            gap = _gap(reference, line, is_sound=pattern.is_sound and has_interval) if at else (None, None, None)
            figures = (line.n, line.value, line.low, line.high) if has_interval else (line.n, line.value)
            rows.append((*name, cohort, *figures, *gap))
    kind = KIND_OF_DIFFERENCE.get(pattern.figures[1].kind, pattern.figures[1].kind)
    differences = (Column(key, kind) for key in ("difference", "difference_low", "difference_high"))
    columns = (*pattern.names, COHORT, *pattern.figures, *differences)
    subjects = dict.fromkeys(str(name[0]) for name in names)
    return table(pattern.key, columns, rows, [Figure(one, "beside", _finding([row for row in rows if row[0] == one])) for one in subjects])


def _finding(rows: list[tuple[Cell, ...]]) -> Finding:
    """How many of the differences leave out 0; never which of them, since of many some do by chance."""
    bounds = [(row[-2], row[-1]) for row in rows]
    intervals = [(low, high) for low, high in bounds if isinstance(low, (int, float)) and isinstance(high, (int, float))]
    if not intervals:
        return Finding("side_by_side")
    return Finding("apart", {"apart": sum(low > 0 or high < 0 for low, high in intervals), "lines": len(intervals)})


def _gap(reference: Line | None, line: Line, *, is_sound: bool) -> tuple[Cell, Cell, Cell]:
    """The difference from the first cohort, hidden as soon as one of the two figures is."""
    if reference is None or line.value is None or reference.value is None:
        return None, None, None
    if reference.is_hidden or line.is_hidden:
        return (Hidden("protected"),) * 3
    before, after = reference.estimate, line.estimate
    if not is_sound or before is None or after is None:
        return float(line.value) - float(reference.value), None, None  # type: ignore[arg-type]  # numbers: neither hidden nor missing
    gap = difference(before, after)
    return gap.value, gap.low, gap.high
