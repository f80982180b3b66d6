"""One release a cohort: a solver over the union of its reports and headlines finds no number of few learners that is told after all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attack import KNOWN, attack_on_all
from attack_solver import rows_of
from saying import COHORT, Saying
from standing import NOW, Site
from test_attack_on_reports import random_cohort

from analytics import engines
from analytics.asking import answer
from analytics.catalogue import REPORTS
from analytics.disclosure import EXPORT, INTERNAL, Rule
from analytics.making import CLAIMS_OF_REPORT, make
from analytics.question import Question
from analytics.release import releasing
from analytics.release.releasing import release
from analytics.shape import Hidden, Result

RULES = (INTERNAL, EXPORT)
ROLES = (None, "patient", "caregiver")


def unreleased(site: Site, rule: Rule) -> list[Result]:
    rows = site.rows()
    return [make(key, rows, now=NOW, rule=rule) for key in REPORTS]


def check(folder: Path, statements: Iterator[dict[str, Any]], rules: tuple[Rule, ...] = RULES) -> int:
    """Gives how many cells the release hid."""
    site, n_hidden = Site(folder), 0
    site.keep(statements)
    for rule in rules:
        before = unreleased(site, rule)
        after = release({None: before}, rule, CLAIMS_OF_REPORT)[None]
        if isinstance(after[0].n, int):
            assert attack_on_all(after).small() == [], rule
        for one, other in zip(before, after, strict=True):  # a report that is not released has no cells at all
            whole, shown = cells(one), cells(other)
            n_hidden += sum(a != b for a, b in zip(whole, shown, strict=True)) if shown else len(whole)
    site.engine.dispose()
    return n_hidden


def cells(result: Result) -> list[Any]:
    return [cell for table in result.tables for row in table.rows for cell in row] + [stat.value for stat in result.stats]


def cohort_of(size: int, seed: int) -> Iterator[dict[str, Any]]:
    """The first learners of a random cohort."""
    seen: dict[str, None] = {}
    for statement in random_cohort(seed):
        seen.setdefault(statement["actor"]["account"]["name"])
        if len(seen) > size:
            return
        yield statement


def test_the_attacker_knows_every_report_that_speaks_of_learners() -> None:
    assert set(CLAIMS_OF_REPORT) == KNOWN


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", range(2))
def test_nothing_small_is_told_by_all_reports_together(tmp_path: Path, seed: int) -> None:
    check(tmp_path, random_cohort(seed))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("size", [1, 4, 5, 6])
def test_cohorts_at_the_threshold_tell_nothing_small(tmp_path: Path, size: int) -> None:
    check(tmp_path, cohort_of(size, 7), (INTERNAL,))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 200))
def test_two_hundred_cohorts_tell_nothing_small(tmp_path: Path, seed: int) -> None:
    size = (1, 4, 5, 6)[seed % 4] if seed % 5 == 0 else 10**6
    check(tmp_path, cohort_of(size, seed))


def headline_case() -> Iterator[dict[str, Any]]:
    """Three situations of 30; in one, 3 chose the safe option: its cell is hidden, and the headline adds all of them up."""
    say = Saying()
    for who in range(30):
        for situation, n_safe in (("a", 15), ("b", 20), ("c", 3)):
            yield say.selected(who, situation, "call" if who < n_safe else "wait", safe=who < n_safe)


def test_a_headline_does_not_tell_a_cell_that_its_table_hides(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.keep(headline_case())
    before = unreleased(site, INTERNAL)
    told = [name for name, *_ in attack_on_all(before).small()]
    assert "c safe" in told, "the reports each by themselves should tell it: else this test shows nothing"
    after = release({None: before}, INTERNAL, CLAIMS_OF_REPORT)[None]
    assert attack_on_all(after).small() == []
    decisions = next(result for result in after if result.report == "decisions")
    assert any(isinstance(cell, int) for row in decisions.tables[0].rows for cell in row[1:]), "not everything is hidden"
    site.engine.dispose()


def test_five_learners_of_whom_one_was_wrong(tmp_path: Path) -> None:
    """The review's D5: one report pools the options, another said 80 % of 5."""
    site, say = Site(tmp_path), Saying()
    site.keep(say.answered(who, "q1", who > 0, response="b" if who == 0 else "a", unsafe=who == 0) for who in range(5))
    items = next(
        result for result in release({None: unreleased(site, INTERNAL)}, INTERNAL, CLAIMS_OF_REPORT)[None] if result.report == "items"
    )
    row = dict(zip([column.key for column in items.tables[0].columns], items.tables[0].rows[0], strict=True))
    assert isinstance(row["facility"], Hidden)
    assert isinstance(row["unsafe"], Hidden)
    site.engine.dispose()


def test_the_worker_releases_all_reports_of_a_cohort_together(site: Site) -> None:
    site.keep(headline_case())
    site.report("decisions")
    results = [site.report(key) for key in REPORTS]
    assert attack_on_all(results).small() == []


def test_a_role_and_the_whole_side_by_side_set_nobody_apart(site: Site) -> None:
    """The review's D6: 18 of all and 17 of the patients chose the safe option."""
    say = Saying()
    for who in range(110):
        role, is_safe = ("patient", who < 17) if who < 60 else ("caregiver", who < 62)
        site.keep([say.selected(who, "s0", "call" if is_safe else "wait", safe=is_safe, role=role)])
    site.rows()
    both = [answer(engines.connect(), site.data / "lake", Question(COHORT, False, role=role), "decisions", INTERNAL, NOW) for role in ROLES]
    whole, patients, caregivers = (rows_of(one.tables[0])[0] for one in both)
    assert whole["n"] == 110
    for column in ("safe_n", "other_n"):
        parts = [row[column] for row in (whole, patients, caregivers)]
        assert sum(isinstance(part, Hidden) for part in parts) >= 2, parts
    assert sum(one.stats[0].of is None for one in both) >= 2, "the headlines tell the same numbers"


def test_reports_that_contradict_each_other_are_released_each_by_itself_and_somebody_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One and the same option is right for some and wrong for others: no set of learners answers so."""
    site, say = Site(tmp_path), Saying()
    site.keep([say.answered(who, "q0", who % 3 > 0, response="a") for who in range(31)])
    before = [one for one in unreleased(site, INTERNAL) if one.report in ("items", "distractors")]
    after = release({None: before}, INTERNAL, CLAIMS_OF_REPORT)[None]
    assert "do not fit together" in caplog.text
    assert [one.report for one in after] == [one.report for one in before]
    assert after == [release({None: [one]}, INTERNAL, CLAIMS_OF_REPORT)[None][0] for one in before]
    site.engine.dispose()


@pytest.mark.parametrize("seed", range(3))
def test_reports_that_hiding_cannot_bring_together_are_left_out_and_somebody_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """They went out each by itself, as if they contradicted each other, unseen beside the others. Here nothing more may be hidden."""
    site = Site(tmp_path)
    site.keep(random_cohort(seed))
    before = unreleased(site, INTERNAL)
    monkeypatch.setattr(releasing, "ROUNDS", -1)
    after = release({None: before}, INTERNAL, CLAIMS_OF_REPORT)[None]
    assert attack_on_all(after).small() == []
    assert [one.report for one in after] == [one.report for one in before]
    assert any(table.rows for one in after for table in one.tables)
    assert "tells what other reports hide: it is not released" in caplog.text
    site.engine.dispose()


def test_an_item_that_everybody_answered_alike_empties_no_report(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Only the one option is listed, so nobody was unsafe: hiding that 0 for a language of few left a number no hiding could widen."""
    site, say = Site(tmp_path), Saying()
    for who in range(8):
        site.keep([say.answered(who, f"q{item}", True, response="a", language="en" if who <= item else "fr") for item in range(4)])
        site.keep([say.module(who, verb) for verb in ("initialized", "completed")])
    before = unreleased(site, INTERNAL)
    after = release({None: before}, INTERNAL, CLAIMS_OF_REPORT)[None]
    assert caplog.text == ""
    assert attack_on_all(after).small() == []
    site.engine.dispose()
