"""What the pages of a cohort showed, week by week: the main figures of the last result of each week, kept as they were shown.

One file a report and cohort, `releases/weeks/<report>/<cohort>.json`. Nothing enters it but what a page printed.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from analytics import results
from analytics.catalogue import REPORTS
from analytics.errors import ResultUnreadable
from analytics.shape import Result, Table
from infrastructure.file_writing import write_whole

FORMAT = 1
MOST_WEEKS = 106
"""Weeks: two years, and the two weeks at their ends."""

Weeks = dict[date, Result]
"""Monday of a week -> what was shown last in it."""


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def day_of(result: Result) -> date:
    """The day on which a result was made."""
    return date.fromisoformat(result.computed[:10])


def path_of(folder: Path, report: str, cohort: str) -> Path:
    """folder: the site's `releases/`. Raises ReportUnknown, ResultUnreadable for a cohort that is no plain key."""
    return results.path_of(folder / "weeks", report, cohort)


def read(folder: Path, report: str, cohort: str) -> Weeks:
    """In order of time; nothing before the first. Raises ResultUnreadable."""
    path = path_of(folder, report, cohort)
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body["format"] != FORMAT:
            return {}
        return {date.fromisoformat(day): results.from_json(text) for day, text in sorted(body["weeks"].items())}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResultUnreadable(path, f"{type(error).__name__}: {error}") from error


def note(folder: Path, result: Result) -> None:
    """Keeps what a page shows from now on as the figure of its week. A file that cannot be read begins anew. Raises OSError."""
    if not REPORTS[result.report].main:
        return
    try:
        weeks = read(folder, result.report, result.cohort)
    except ResultUnreadable:
        weeks = {}
    weeks[monday(day_of(result))] = main_figures(result)
    write(folder, result.report, result.cohort, weeks)


def write(folder: Path, report: str, cohort: str, weeks: Weeks) -> None:
    """The last weeks, whole or not at all. Raises OSError."""
    latest = dict(sorted(weeks.items())[-MOST_WEEKS:])
    body = {"format": FORMAT, "weeks": {week.isoformat(): results.to_json(result) for week, result in latest.items()}}
    path = path_of(folder, report, cohort)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(body, ensure_ascii=False).encode())


def main_figures(result: Result) -> Result:
    """The headlines and the main figures alone, by the day."""
    tables = []
    for main in REPORTS[result.report].main:
        table = result.table(main.table)
        if table is not None:
            tables.append(_columns(table, (*main.names, "n", *(key for key in (main.value, main.low, main.high) if key))))
    day = result.watermark[:10] if result.watermark else None
    return replace(result, tables=tuple(tables), watermark=day, computed=result.computed[:10], seq=0)


def _columns(table: Table, keys: tuple[str, ...]) -> Table:
    places = [table.place(key) for key in keys]
    rows = tuple(tuple(row[at] for at in places) for row in table.rows)
    return Table(table.key, tuple(table.columns[at] for at in places), rows)
