"""Cohorts beside each other: differences against another count, and no cell that the page of its cohort does not print."""

import csv
import io
import math
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attack_solver import rows_of
from click.testing import CliRunner
from saying import COHORT, OTHER_COHORT, Saying
from scipy.optimize import brentq
from scipy.stats import norm
from standing import NOW, Site

from analytics import results
from analytics.catalogue import REPORTS
from analytics.cli import analytics
from analytics.comparison.beside import compare
from analytics.comparison.differences import Estimate, difference
from analytics.comparison.lines import HEADLINES, is_comparable
from analytics.display.comparison_view import show_as
from analytics.errors import CohortsApart
from analytics.refresh import Cohort
from analytics.shape import Hidden, Result

COMPARABLE = [key for key in REPORTS if is_comparable(key)]


def limits(part: int, n: int) -> tuple[float, float]:
    """Wilson's limits as the two roots of his equation, |part/n - p| = z sqrt(p(1-p)/n), found by scipy."""
    z = norm.ppf(0.975)

    def off(share: float) -> float:
        return float((part / n - share) ** 2 - z * z * share * (1 - share) / n)

    low = 0.0 if part == 0 else brentq(off, 1e-12, part / n)
    high = 1.0 if part == n else brentq(off, part / n, 1 - 1e-12)
    return low, high


def of_share(part: int, n: int) -> Estimate:
    return Estimate(part / n, *limits(part, n))


@pytest.mark.parametrize(("first", "second"), list(product([(0, 12), (7, 11), (30, 41), (55, 55)], repeat=2)))
def test_the_difference_of_two_shares_has_the_interval_of_newcombe(first: tuple[int, int], second: tuple[int, int]) -> None:
    """The equations of method 10, from scipy's roots of Wilson's equation."""
    (low_1, high_1), (low_2, high_2) = limits(*first), limits(*second)
    p_1, p_2 = first[0] / first[1], second[0] / second[1]
    made = difference(of_share(*first), of_share(*second))
    assert made.value == pytest.approx(p_2 - p_1)
    assert made.low == pytest.approx(p_2 - p_1 - math.hypot(p_2 - low_2, high_1 - p_1), abs=1e-9)
    assert made.high == pytest.approx(p_2 - p_1 + math.hypot(high_2 - p_2, p_1 - low_1), abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [((48, 80), (56, 70), (0.0524, 0.3339)), ((3, 10), (9, 10), (0.1705, 0.8090))],
)
def test_published_cases_of_the_interval(first: tuple[int, int], second: tuple[int, int], expected: tuple[float, float]) -> None:
    made = difference(of_share(*first), of_share(*second))
    assert (made.low, made.high) == pytest.approx(expected, abs=6e-5)


def test_the_difference_of_two_means_has_the_interval_of_their_errors() -> None:
    """With symmetric intervals the bounds are those of the root of the sum of squares."""
    made = difference(Estimate(50.0, 44.0, 56.0), Estimate(61.0, 53.0, 69.0))
    assert (made.value, made.low, made.high) == pytest.approx((11.0, 1.0, 21.0))


def answers(cohort: str, size: int, n_right: int, *, simulated: bool = False) -> list[dict[str, Any]]:
    say = Saying(cohort=cohort, simulated=simulated)
    said = [say.answered(f"{cohort} {who}", "q1", who < n_right, response="a" if who < n_right else "b") for who in range(size)]
    return said + [say.module(f"{cohort} {who}", "initialized") for who in range(size)]


def both(site: Site, *, simulated: tuple[bool, bool] = (False, False)) -> None:
    site.refresher.run([Cohort(COHORT, simulated[0]), Cohort(OTHER_COHORT, simulated[1])], NOW)


def page(site: Site, report: str, cohort: str) -> Result:
    result = results.read(site.data / "results", report, cohort)
    assert result is not None
    return result


def test_two_cohorts_stand_beside_each_other_with_n_and_difference(site: Site) -> None:
    site.keep(answers(COHORT, 40, 20) + answers(OTHER_COHORT, 50, 40))
    both(site)
    result = compare([page(site, "items", COHORT), page(site, "items", OTHER_COHORT)])
    first, second = rows_of(result.table("items"))  # type: ignore[arg-type]  # the report has one
    assert (first["n"], first["facility"], second["n"], second["facility"]) == (40, 50, 50, 80)
    low, high = difference(of_share(20, 40), of_share(40, 50))[1:]
    assert first["difference"] is None
    assert second["difference"] == 30
    assert abs(second["difference_low"] - 100 * low) <= 1
    assert abs(second["difference_high"] - 100 * high) <= 1


def random_pair(seed: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    said: list[dict[str, Any]] = []
    for cohort in (COHORT, OTHER_COHORT):
        say = Saying(cohort=cohort)
        for who in range(chance.choice([5, 6, 9, 14, 40])):
            name = f"{cohort} {who}"
            for item in range(4):
                if chance.random() < 0.8:
                    said.append(say.answered(name, f"q{item}", chance.random() < 0.7, unsafe=chance.random() < 0.1))
            for situation in ("a", "b"):
                is_safe = chance.random() < 0.8
                said.append(say.selected(name, situation, "call" if is_safe else "wait", safe=is_safe))
            if chance.random() < 0.5:
                said.append(say.module(name, "completed"))
    return said


@pytest.mark.parametrize("seed", range(4))
def test_a_comparison_prints_nothing_that_the_page_of_a_cohort_does_not(make_site: Callable[[str], Site], seed: int) -> None:
    """Cohorts are never counted together, and what one page hides no difference tells."""
    site = make_site("site")
    site.keep(random_pair(seed))
    both(site)
    for report in COMPARABLE:
        pages = {cohort: page(site, report, cohort) for cohort in (COHORT, OTHER_COHORT)}
        made = compare(list(pages.values()))
        for table in made.tables:
            for row in rows_of(table):
                assert_is_printed(row, pages[row["cohort"]], table.key)
                others = [one for one in rows_of(table) if one is not row and names(one) == names(row)]
                if any(isinstance(one[key], Hidden) for one in (row, *others) for key in one if key in VALUES):
                    assert not any(isinstance(row[key], (int, float)) for key in row if key.startswith("difference"))


VALUES = {main.value for report in REPORTS.values() for main in report.main} | {"share"}
NOT_NAMES = {"cohort", "n", "low", "high", *VALUES} | {
    key for report in REPORTS.values() for main in report.main for key in (main.low, main.high)
}


def names(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(value for key, value in row.items() if key not in NOT_NAMES and not key.startswith("difference"))


def assert_is_printed(row: dict[str, Any], of_page: Result, table_key: str) -> None:
    """The cells of one row stand on the page, or none of them says anything."""
    figures = {key: row[key] for key in row if key in NOT_NAMES - {"cohort"}}
    if all(value is None for value in figures.values()):
        return
    if table_key == HEADLINES:
        stat = next(one for one in of_page.stats if one.key == row["headline"])
        assert (row["n"], row["share"], row["low"], row["high"]) == (stat.n, stat.value, *(stat.interval or (None, None)))
        return
    table = of_page.table(table_key)
    assert table is not None
    keys = [key for key in row if key != "cohort" and not key.startswith("difference")]
    assert any(all(one[key] == row[key] for key in keys) for one in rows_of(table)), row


def test_a_cohort_of_too_few_says_so_beside_the_other(site: Site) -> None:
    site.keep(answers(COHORT, 40, 20) + answers(OTHER_COHORT, 4, 3))
    both(site)
    view = show_as("compared", compare([page(site, "items", COHORT), page(site, "items", OTHER_COHORT)]), "en")
    assert "side by side" in view.title
    rows = rows_of(compare([page(site, "items", COHORT), page(site, "items", OTHER_COHORT)]).tables[-1])
    assert [(row["n"], row["facility"], row["difference"]) for row in rows] == [(40, 50, None), (None, None, None)]


def test_simulated_learners_and_people_are_never_laid_side_by_side(site: Site) -> None:
    site.keep(answers(COHORT, 40, 20) + answers(OTHER_COHORT, 40, 20, simulated=True))
    both(site, simulated=(False, True))
    with pytest.raises(CohortsApart):
        compare([page(site, "items", COHORT), page(site, "items", OTHER_COHORT)])


@pytest.mark.parametrize("n", [1, 2])
def test_one_cohort_is_no_comparison(site: Site, n: int) -> None:
    site.keep(answers(COHORT, 40, 20))
    with pytest.raises(CohortsApart):
        compare([site.report("items")] * n)


def test_command_and_page_print_the_same_cells(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HORSLESMURS_DATA", str(site.data))
    site.keep(answers(COHORT, 40, 20) + answers(OTHER_COHORT, 50, 40))
    both(site)
    made = compare([page(site, "items", COHORT), page(site, "items", OTHER_COHORT)])
    words = ("compare", "items", "--cohort", COHORT, "--cohort", OTHER_COHORT, "--language", "en")
    printed = CliRunner().invoke(analytics, [*words, "--format", "csv", "--table", "items"])
    assert list(csv.reader(io.StringIO(printed.stdout))) == list(csv.reader(io.StringIO(results.csv_text(made, "en", "items"))))
    table = CliRunner().invoke(analytics, words).stdout
    assert "side by side" in table
    pdf = tmp_path / "both.pdf"
    assert CliRunner().invoke(analytics, [*words, "--format", "pdf", "--output", str(pdf)]).exit_code == 0
    assert pdf.read_bytes().startswith(b"%PDF")
