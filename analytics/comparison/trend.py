"""One cohort over time: its main figures as its pages showed them at the end of each week or month.

Each figure counts everything up to that day, as the page of that day did. Who reads a trend knows no more than who kept every page.
"""

from dataclasses import replace
from datetime import date
from typing import Literal

from analytics.comparison.history import Weeks, day_of
from analytics.comparison.lines import Line, Part, parts
from analytics.shape import Cell, Column, Figure, Finding, Hidden, Result, Table, table

Step = Literal["week", "month"]
STEPS: tuple[Step, ...] = ("week", "month")
DAY = Column("up_to", "date")
POINTS = 2
"""Under two days a line has no course."""


def trend(latest: Result, weeks: Weeks, step: Step) -> Result:
    """The report's main figures over time, up to those of today. Weeks of another definition are left out: they counted otherwise.

    latest: what the page shows now. weeks: what it showed before, of the same cohort.
    """
    of_date = {day_of(one): one for one in weeks.values() if one.version == latest.version and one.simulated == latest.simulated}
    of_date[day_of(latest)] = latest
    days = _ends(sorted(of_date), step)
    of_day = {day: {part.key: part for part in parts(of_date[day])} for day in days}
    keys = dict.fromkeys(key for day in reversed(days) for key in of_day[day])
    tables = [_table([(day, of_day[day].get(key)) for day in days]) for key in keys]
    return replace(latest, tables=(_learners([of_date[day] for day in days]), *tables), stats=(), seq=0, computed=latest.computed[:10])


def _ends(days: list[date], step: Step) -> list[date]:
    """The last day of each week or month that has one."""
    return list({(day.isocalendar()[:2] if step == "week" else (day.year, day.month)): day for day in days}.values())


def _learners(results: list[Result]) -> Table:
    """How many learners the report counted on each day: a period of too few is a line that says so."""
    rows: list[tuple[Cell, ...]] = [(day_of(one).isoformat(), one.n) for one in results]
    n_few = sum(isinstance(one.n, Hidden) for one in results)
    finding = Finding("days_few", {"days": n_few, "below": results[-1].below}) if n_few else Finding("days_all", {"days": len(rows)})
    return table("learners_by_day", (DAY, Column("n", "count")), rows, [Figure(None, "learners", finding)])


def _table(of_days: list[tuple[date, Part | None]]) -> Table:
    pattern = next(part for _, part in reversed(of_days) if part is not None)
    lines = [(day, {line.names: line for line in part.lines}) for day, part in of_days if part is not None]
    names = dict.fromkeys(name for _, of_one in reversed(lines) for name in of_one)
    has_interval = len(pattern.figures) > 2
    rows: list[tuple[Cell, ...]] = []
    n_lines: dict[str, int] = {}
    for name in names:
        points = [(day, of_one[name]) for day, of_one in lines if name in of_one]
        is_told = sum(not line.is_hidden and line.value is not None for _, line in points) >= POINTS
        n_lines[str(name[0])] = n_lines.get(str(name[0]), 0) + is_told
        rows += [(*name, day.isoformat(), *_figures(line, has_interval=has_interval)) for day, line in points]
    figures = [Figure(one, "beside", Finding("over_time", {"lines": n}) if n else Finding("over_time_early")) for one, n in n_lines.items()]
    return table(pattern.key, (*pattern.names, DAY, *pattern.figures), rows, figures)


def _figures(line: Line, *, has_interval: bool) -> tuple[Cell, ...]:
    return (line.n, line.value, line.low, line.high) if has_interval else (line.n, line.value)
