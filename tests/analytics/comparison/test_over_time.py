"""One cohort over time: what its pages showed week by week, and nothing that they did not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attack import attack_over_days
from attack_solver import rows_of
from click.testing import CliRunner
from saying import COHORT, MONDAY, Saying
from standing import NOW, Site
from test_days_beside_each_other import counts, pages, random_days, released

from analytics.catalogue import REPORTS
from analytics.cli import analytics
from analytics.comparison import history
from analytics.comparison.lines import HEADLINES, is_comparable
from analytics.comparison.trend import trend
from analytics.shape import Hidden, Result

COMPARABLE = [key for key in REPORTS if is_comparable(key)]


@pytest.fixture
def daily_site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, is_daily=True)
    yield site
    site.engine.dispose()


def by_report(results: list[Result]) -> dict[str, Result]:
    return {result.report: result for result in results}


def over_time(site: Site, report: str, latest: Result, step: Any = "week") -> Result:
    return trend(latest, history.read(site.data / "releases", report, COHORT), step)


def answers(say: Saying, who: range, n_right: int) -> list[dict[str, Any]]:
    return [say.answered(one, "q1", at < n_right, response="a" if at < n_right else "b") for at, one in enumerate(who)]


def test_a_trend_shows_each_week_what_its_page_showed(daily_site: Site) -> None:
    say = Saying()
    for week, (who, right) in enumerate([(range(30), 15), (range(30, 60), 25), (range(60, 90), 20)]):
        daily_site.keep(answers(say, who, right))
        latest = by_report(pages(daily_site, 7 * week))["items"]
    rows = rows_of(over_time(daily_site, "items", latest).table("items"))  # type: ignore[arg-type]  # the report has one
    days = [(NOW + timedelta(days=7 * week)).date().isoformat() for week in range(3)]
    assert [(row["up_to"], row["n"], row["facility"]) for row in rows] == [(days[0], 30, 50), (days[1], 60, 67), (days[2], 90, 67)]
    monthly = rows_of(over_time(daily_site, "items", latest, "month").table("items"))  # type: ignore[arg-type]  # the report has one
    assert [(row["up_to"], row["n"]) for row in monthly] == [(days[1], 60), (days[2], 90)], "the last day of November, then of December"


def test_a_period_of_too_few_learners_is_a_line_that_says_so(daily_site: Site) -> None:
    say = Saying()
    daily_site.keep(answers(say, range(3), 2))
    pages(daily_site, 0)
    daily_site.keep(answers(say, range(3, 40), 20))
    made = over_time(daily_site, "items", by_report(pages(daily_site, 7))["items"])
    learners = made.tables[0]
    assert [isinstance(row[1], Hidden) for row in learners.rows] == [True, False]
    assert learners.figures[0].finding.key == "days_few"
    assert [row["n"] for row in rows_of(made.table("items"))] == [40]  # type: ignore[arg-type]  # the report has one


def test_the_last_page_of_a_week_stands_for_it(daily_site: Site) -> None:
    say = Saying()
    for day, who in enumerate([range(20), range(20, 40), range(40, 60)]):
        daily_site.keep(answers(say, who, 10))
        latest = by_report(pages(daily_site, day))["items"]
    rows = rows_of(over_time(daily_site, "items", latest).table("items"))  # type: ignore[arg-type]  # the report has one
    assert [row["n"] for row in rows] == [60]


@pytest.mark.parametrize("seed", range(2))
def test_a_trend_prints_nothing_that_no_page_printed(daily_site: Site, seed: int) -> None:
    """Over weeks of a random cohort: every line of every trend stood on the page of its day, and a solver that knows all of those days
    finds no number of few learners, nor that a few came between two weeks."""
    shown: dict[str, dict[str, Result]] = {}
    known: list[list[Result]] = []
    for week, acts in enumerate(random_days(seed)[:3]):
        daily_site.keep(acts)
        of_day = pages(daily_site, 7 * week)
        shown[(NOW + timedelta(days=7 * week)).date().isoformat()] = by_report(of_day)
        if isinstance(of_day[0].n, int):
            known.append(released(daily_site))
    for report in COMPARABLE:
        made = over_time(daily_site, report, shown[max(shown)][report])
        for table in made.tables:
            for row in rows_of(table):
                assert_stood_there(row, table.key, shown[row["up_to"]][report])
    assert attack_over_days(known).small() == []
    assert counts(known[-1])


def assert_stood_there(row: dict[str, Any], table_key: str, page: Result) -> None:
    if table_key == "learners_by_day":
        assert row["n"] == page.n
        return
    if table_key == HEADLINES:
        stat = next(one for one in page.stats if one.key == row["headline"])
        assert (row["n"], row["share"], row["low"], row["high"]) == (stat.n, stat.value, *(stat.interval or (None, None)))
        return
    table = page.table(table_key)
    assert table is not None
    keys = [key for key in row if key != "up_to"]
    assert any(all(one[key] == row[key] for key in keys) for one in rows_of(table)), row


def test_past_weeks_of_simulated_learners_are_counted_from_the_lake(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HORSLESMURS_DATA", str(site.data))
    say = Saying(simulated=True)
    for week in range(3):
        who = range(20 * week, 20 * week + 20)
        site.keep(say.answered(one, "q1", one % 2 == 0, at=MONDAY + timedelta(weeks=week, minutes=one)) for one in who)
    site.report("items", simulated=True)
    words = ["trend", "items", "--cohort", COHORT, "--fill", "--format", "csv", "--table", "items", "--language", "en"]
    printed = CliRunner().invoke(analytics, words)
    assert printed.exit_code == 0, printed.output
    ns = [line.split(",")[3] for line in printed.stdout.splitlines()[1:]]
    assert ns == ["20", "40", "60", "60"], "three weeks that are over, and the page of today"


def test_past_weeks_of_people_are_never_counted_again(daily_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HORSLESMURS_DATA", str(daily_site.data))
    daily_site.keep(answers(Saying(), range(30), 20))
    pages(daily_site, 0)
    refused = CliRunner().invoke(analytics, ["trend", "items", "--cohort", COHORT, "--fill"])
    assert refused.exit_code == 2
    assert "released" in refused.output
