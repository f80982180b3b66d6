"""Yesterday's pages beside today's: nobody who noted both can subtract a few learners out."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attack import attack_over_days
from attack_solver import rows_of
from click.testing import CliRunner
from saying import COHORT, Saying
from standing import NOW, Site
from test_attack_on_reports import random_cohort

from analytics import publishing, results
from analytics.catalogue import REPORTS
from analytics.cli import analytics
from analytics.disclosure import INTERNAL
from analytics.refresh import Cohort
from analytics.shape import Hidden, Result

Day = list[dict[str, Any]]
OF_CONTENT = ("week_number", "items_n", "later")
"""Whole numbers that count no learners and no acts of theirs."""


@pytest.fixture
def daily_site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, is_daily=True)
    yield site
    site.engine.dispose()


def pages(site: Site, day: int) -> list[Result]:
    """What the pages show on a day, once all of it has arrived."""
    site.refresher.run([Cohort(COHORT, False)], NOW + timedelta(days=day))
    return [result for key in REPORTS if (result := results.read(site.data / "results", key, COHORT)) is not None]


def released(site: Site) -> list[Result]:
    """The last release, empty before the first, as a reader may know it: lines that wait are hidden in it, which is more than the pages
    tell. A number above a report that waits on its page alone is hidden here when the page shows the one of before."""
    published = publishing.read(publishing.path_of(site.data / "releases", COHORT, INTERNAL))
    if not published.releases:
        return []
    pairs = zip(published.releases[-1][None], published.shown[None], strict=True)
    return [result if result.n == page.n else replace(result, n=Hidden("protected")) for result, page in pairs]


def counts(results: list[Result]) -> dict[tuple[Any, ...], int]:
    """Every number of learners that the pages print, by its place."""
    found: dict[tuple[Any, ...], int] = {}
    for result in results:
        found[result.report, "n"] = result.n if isinstance(result.n, int) else -1
        for table in result.tables:
            for row in rows_of(table):
                name = tuple(cell for cell in row.values() if isinstance(cell, str))
                columns = [column.key for column in table.columns if column.kind == "count" and column.key not in OF_CONTENT]
                found |= {(result.report, table.key, *name, key): row[key] for key in columns if isinstance(row[key], int)}
        for stat in result.stats:
            if stat.of is not None:
                found[result.report, stat.key, "part"], found[result.report, stat.key, "of"] = stat.of  # type: ignore[assignment]
    return {key: value for key, value in found.items() if value >= 0}


def told_by_subtraction(before: list[Result], after: list[Result]) -> list[tuple[tuple[Any, ...], int, int]]:
    one, other = counts(before), counts(after)
    return [(key, one[key], other[key]) for key in one.keys() & other.keys() if 0 < abs(other[key] - one[key]) < INTERNAL.below]


def is_told_between(one: tuple[tuple[Any, ...], int, int], days: list[list[Result]]) -> bool:
    """Who is silent rises and falls: beside a day in between that printed a number five or more away from both, two days tell nothing."""
    key, before, after = one
    values = [value for day in days if (value := counts(day).get(key)) is not None]
    return key[0] == "silent" and any(min(abs(value - before), abs(value - after)) >= INTERNAL.below for value in values)


def answers(say: Saying, who: range, n_right: int) -> Day:
    return [say.answered(one, "q1", at < n_right, response="a" if at < n_right else "b") for at, one in enumerate(who)]


def test_a_day_on_which_one_learner_answers_looks_like_the_day_before(daily_site: Site) -> None:
    say = Saying()
    daily_site.keep(answers(say, range(30), 20))
    first = pages(daily_site, 0)
    daily_site.keep(answers(say, range(30, 31), 0))
    second = pages(daily_site, 1)
    assert counts(second) == counts(first)
    assert all(len(result.computed) == len("2026-11-23") for result in second), "a minute would tell when she acted"
    daily_site.keep(answers(say, range(31, 50), 10))
    third = pages(daily_site, 2)
    items = rows_of(next(result for result in third if result.report == "items").tables[0])
    assert [row["n"] for row in items] == [50], "20 came since the first day, 10 right and 10 wrong"
    assert attack_over_days([first, third]).small() == []


def test_without_the_release_of_the_day_the_pages_tell_what_she_answered(tmp_path: Path) -> None:
    """The seeded fault: what the attacker of this file finds when each release is made by itself."""
    site, say = Site(tmp_path), Saying()
    site.keep(answers(say, range(30), 20))
    first = pages(site, 0)
    site.keep(answers(say, range(30, 31), 0))
    second = pages(site, 1)
    assert ("items", "items", "fever", "fever/q1", "practice", "", "n") in [key for key, *_ in told_by_subtraction(first, second)]
    assert ("fever/q1 practice wrong, day 0 to 1", 1, 1) in attack_over_days([first, second]).small()
    site.engine.dispose()


def test_a_second_look_on_the_same_day_shows_nothing_new(daily_site: Site) -> None:
    say = Saying()
    daily_site.keep(answers(say, range(30), 20))
    first = pages(daily_site, 0)
    daily_site.keep(answers(say, range(30, 60), 20))
    assert pages(daily_site, 0) == first
    assert counts(pages(daily_site, 1)) != counts(first)


def test_a_page_that_somebody_changed_is_written_again_as_it_was(daily_site: Site) -> None:
    daily_site.keep(answers(Saying(), range(30), 20))
    first = pages(daily_site, 0)
    (daily_site.data / "results" / "items" / f"{COHORT}.json").unlink()
    daily_site.report("items", now=NOW + timedelta(minutes=5))
    assert pages(daily_site, 0) == first


def test_too_few_learners_make_no_release_and_hold_nothing_up(daily_site: Site) -> None:
    say = Saying()
    daily_site.keep(answers(say, range(3), 2))
    assert not any(isinstance(result.n, int) and result.n for result in pages(daily_site, 0))
    daily_site.keep(answers(say, range(3, 40), 20))
    assert isinstance(daily_site.report("items").n, int)


def random_days(seed: int) -> list[Day]:
    """A random cohort whose learners go on at their own pace; the last day has the acts of one of them."""
    chance = random.Random(seed)
    of_learner: dict[str, Day] = defaultdict(list)
    for statement in random_cohort(seed):
        of_learner[statement["actor"]["account"]["name"]].append(statement)
    days: list[Day] = [[] for _ in range(5)]
    for acts in of_learner.values():
        first = chance.choices([0, 1, 2, 3], [6, 2, 1, 1])[0]
        cuts = sorted(chance.randrange(len(acts) + 1) for _ in range(3 - first))
        for day, (begin, end) in enumerate(zip([0, *cuts], [*cuts, len(acts)], strict=True), first):
            days[day] += acts[begin:end]
    days[4] = [days[3].pop() for _ in range(min(6, len(days[3])))]
    return days


def check_days(site: Site, days: list[Day], steps: Callable[[int], int] = lambda day: day) -> None:
    shown: list[list[Result]] = []
    known: list[list[Result]] = []
    for day, acts in enumerate(days):
        site.keep(acts)
        shown.append(pages(site, steps(day)))
        if of_day := released(site):
            known.append(of_day)
    for after in range(len(shown)):
        for before in range(after):
            told = told_by_subtraction(shown[before], shown[after])
            assert [one for one in told if not is_told_between(one, shown[before + 1 : after])] == [], (before, after)
    if known:
        assert attack_over_days(known).small() == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_a_solver_over_five_days_finds_nothing_small(daily_site: Site, seed: int) -> None:
    check_days(daily_site, random_days(seed))


@pytest.mark.slow
def test_one_number_over_twelve_days_never_moves_by_a_few(daily_site: Site) -> None:
    """Longer than releases are kept whole."""
    say, last = Saying(), -1
    for day in range(12):
        daily_site.keep(answers(say, range(20 + 3 * day, 23 + 3 * day), day % 3))
        items = rows_of(next(result for result in pages(daily_site, day) if result.report == "items").tables[0])
        n = items[0]["n"] if items and isinstance(items[0]["n"], int) else last
        assert last < 0 or n == last or n - last >= INTERNAL.below, day
        last = n
    assert last > 20


def test_the_command_prints_what_is_published_and_what_leaves_the_site_is_published_once_a_day(
    daily_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HORSLESMURS_DATA", str(daily_site.data))
    say = Saying()
    daily_site.keep(answers(say, range(60), 40))
    page = daily_site.report("items")

    def printed(*words: str) -> str:
        return CliRunner().invoke(analytics, ["report", "items", "--cohort", COHORT, "--format", "csv", *words]).output

    outside = printed("--export")
    daily_site.keep(answers(say, range(60, 61), 0))
    daily_site.report("items")
    assert printed("--fresh") == results.csv_text(page, "fr").replace("\r\n", "\n")
    assert printed("--export") == outside
    assert ",60," in outside
    refused = CliRunner().invoke(analytics, ["report", "items", "--cohort", COHORT, "--role", "patient"])
    assert refused.exit_code == 75
    assert "once a day" in refused.output
