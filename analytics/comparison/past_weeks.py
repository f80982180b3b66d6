"""The past weeks of simulated learners, counted from the lake: they are no persons, and may be counted at any time."""

from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import ibis.expr.types as ir

from analytics import cohort_list, engines
from analytics.backends.backend import Backend
from analytics.backends.engine_choice import choice_of_environment
from analytics.catalogue import REPORTS
from analytics.comparison import history
from analytics.disclosure import INTERNAL
from analytics.errors import RealPeople
from analytics.making import CLAIMS_OF_REPORT, make
from analytics.question import Question
from analytics.release.releasing import release

LONGEST = 26
"""Weeks that are counted back."""


def past_weeks(data: Path, cohort: str, until: datetime) -> int:
    """Keeps what the pages would have shown at the end of each week since the first act, before `until`; gives how many weeks.

    data: the site's data folder. Raises RealPeople: their weeks are those that were released, day by day.
    """
    if not cohort_list.read(data / "lake").get(cohort, False):
        raise RealPeople(cohort)
    with closing(engines.connect(choice_of_environment())) as backend:
        return _count_weeks(backend, data, cohort, until)


def _count_weeks(backend: Backend, data: Path, cohort: str, until: datetime) -> int:
    ends = _ends(engines.Rows(backend, data / "lake", Question(cohort, True)).ask(_first)[0]["first"], until)
    weeks: dict[str, history.Weeks] = {key: {} for key, report in REPORTS.items() if report.main}
    for end in ends:
        question = Question(cohort, True, as_of=end, period=(datetime.fromtimestamp(0, UTC), end))
        rows = engines.Rows(backend, data / "lake", question)
        results_of_week = [make(key, rows, now=end - timedelta(seconds=1)) for key in REPORTS]
        for result in release({None: results_of_week}, INTERNAL, CLAIMS_OF_REPORT)[None]:
            if result.report in weeks:
                weeks[result.report][history.monday(history.day_of(result))] = history.main_figures(result)
    for key, of_report in weeks.items():
        history.write(data / "releases", key, cohort, of_report)
    return len(ends)


def _ends(first: float | None, until: datetime) -> list[datetime]:
    """The instants at which the weeks end, oldest first, up to the one that is on."""
    if first is None:
        return []
    monday = datetime.combine(history.monday(until.date()), time(), UTC)
    ends = [monday - timedelta(weeks=back) for back in range(LONGEST)]
    first_day: date = datetime.fromtimestamp(first, UTC).date()
    return [end for end in reversed(ends) if end.date() > first_day]


def _first(rows: ir.Table) -> ir.Table:
    with_dates = rows.filter(~rows.wrong_clock.fill_null(False))
    return with_dates.agg(first=with_dates.at.min())
