"""Item figures against scipy and by hand: first attempts, current version, the item left out of its own rest."""

import random
from datetime import timedelta

import pytest
from saying import MONDAY, Saying
from scipy.stats import pearsonr
from standing import Site

from analytics.measures import item_statistics
from analytics.shape import Hidden


def marks_of(learners: int, items: int, seed: int = 7) -> list[list[bool]]:
    """Learners of different skill, items of different ease."""
    chance = random.Random(seed)
    return [[chance.random() < (0.25 + 0.5 * skill / learners + 0.05 * item) for item in range(items)] for skill in range(learners)]


def keep_marks(site: Site, marks: list[list[bool]]) -> None:
    say = Saying()
    site.keep(say.answered(who, f"q{item}", right) for who, row in enumerate(marks) for item, right in enumerate(row))


def test_facility_and_r_are_those_of_scipy(site: Site) -> None:
    marks = marks_of(40, 6)
    keep_marks(site, marks)
    found = item_statistics.items(site.rows())
    assert [figures.item for figures in found] == [f"fever/q{item}" for item in range(6)]
    for item, figures in enumerate(found):
        column = [float(row[item]) for row in marks]
        rest = [(sum(row) - row[item]) / 5 for row in marks]
        assert figures.n == 40
        assert figures.facility == pytest.approx(sum(column) / 40)
        assert figures.r == pytest.approx(pearsonr(column, rest).statistic, abs=1e-9)


def test_the_item_itself_is_not_in_its_rest(site: Site) -> None:
    chance = random.Random(3)
    keep_marks(site, [[chance.random() < 0.5, chance.random() < 0.5] for _ in range(60)])
    first, second = item_statistics.items(site.rows())
    assert first.r is not None
    assert first.r == pytest.approx(second.r)
    assert abs(first.r) < 0.4


@pytest.mark.parametrize(("learners", "is_known"), [(29, False), (30, True)])
def test_r_needs_thirty_learners(site: Site, learners: int, is_known: bool) -> None:
    keep_marks(site, marks_of(learners, 4))
    assert all((figures.r is not None) == is_known for figures in item_statistics.items(site.rows()))


def test_an_item_alone_or_without_variance_has_no_r(site: Site) -> None:
    say = Saying()
    said = [say.answered(who, "alone", who % 2 == 0, module="single") for who in range(32)]
    said += [say.answered(who, item, True) for who in range(32) for item in ("q1", "q2")]
    site.keep(said)
    assert [figures.r for figures in item_statistics.items(site.rows())] == [None, None, None]


def test_only_the_first_attempt_counts(site: Site) -> None:
    say = Saying()
    late, early = MONDAY + timedelta(days=2), MONDAY
    site.keep([say.answered(1, "q1", True, at=late), say.answered(1, "q1", False, at=early), say.answered(1, "q1", True, at=late)])
    (figures,) = item_statistics.items(site.rows())
    assert (figures.n, figures.facility) == (1, 0.0)


def test_before_and_after_are_counted_apart(site: Site) -> None:
    say = Saying()
    site.keep([say.answered(1, "q1", False, phase="pre"), say.answered(1, "q1", True, phase="post")])
    assert [(figures.phase, figures.facility) for figures in item_statistics.items(site.rows())] == [("post", 1.0), ("pre", 0.0)]


def test_a_changed_item_starts_anew(site: Site) -> None:
    say = Saying()
    site.keep([say.answered(1, "q1", False, version="v1"), say.answered(2, "q1", True, version="v2")])
    (figures,) = item_statistics.items(site.rows())
    assert (figures.version, figures.n, figures.facility) == ("v2", 1, 1.0)


def test_the_report_marks_what_to_look_at(site: Site) -> None:
    say = Saying()
    said = [say.answered(who, "hard", who < 4) for who in range(40)]
    said += [say.answered(who, "easy", True, unsafe=False) for who in range(40)]
    said += [say.answered(who, "risky", who % 2 == 0, unsafe=who % 5 == 1) for who in range(40)]
    said += [say.answered(who, "new", True) for who in range(3)]
    site.keep(said)
    result = site.report("items")
    rows = {row[1]: dict(zip([column.key for column in result.tables[0].columns], row, strict=True)) for row in result.tables[0].rows}
    assert rows["fever/hard"]["watch"].split()[0] == "very_hard"  # type: ignore[union-attr]
    assert rows["fever/easy"]["watch"] == "very_easy"
    assert "unsafe_choice" in rows["fever/risky"]["watch"]  # type: ignore[operator]
    assert (rows["fever/risky"]["facility"], rows["fever/risky"]["unsafe"]) == (50, 20)
    assert [rows["fever/new"][key] for key in ("n", "facility", "r")] == [Hidden("few", 5)] * 3
    assert result.n == 40


def test_ten_learners_have_facility_but_no_r_and_no_signal(site: Site) -> None:
    keep_marks(site, [[True, False]] * 10)
    made = site.report("items").tables[0]
    assert [figure.chart for figure in made.figures] == ["facility"]
    rows = made.rows
    assert [(row[4], row[7], row[11]) for row in rows] == [(100, Hidden("under", 30), ""), (0, Hidden("under", 30), "")]


def test_an_answer_to_an_old_version_that_arrives_late_never_changes_which_version_is_shown(site: Site) -> None:
    """By hand: 10 answers to v1, 40 to v2 of which 20 are right; then one more to v1, given early and delivered late: still 20 of 40."""
    say = Saying()
    later = MONDAY + timedelta(days=5)
    site.keep([say.answered(who, "q1", True, version="v1", at=MONDAY + timedelta(hours=1)) for who in range(10)])
    site.keep([say.answered(who, "q1", who % 2 == 0, version="v2", at=later) for who in range(10, 50)])
    site.keep([say.answered(60, "q1", True, version="v1", at=MONDAY)])
    (figures,) = item_statistics.items(site.rows())
    assert (figures.version, figures.n, figures.right) == ("v2", 40, 20)


def test_an_old_copy_of_the_content_that_is_still_used_does_not_bring_its_version_back(site: Site) -> None:
    say = Saying()
    days = [MONDAY + timedelta(days=day) for day in range(4)]
    said = [say.answered(1, "q1", True, version="v1", at=days[0]), say.answered(2, "q1", False, version="v2", at=days[1])]
    site.keep([*said, say.answered(3, "q1", True, version="v1", at=days[3])])
    (figures,) = item_statistics.items(site.rows())
    assert (figures.version, figures.n, figures.right) == ("v2", 1, 0)


def test_a_device_with_a_wrong_clock_does_not_choose_the_version(site: Site) -> None:
    say = Saying()
    said = [say.answered(who, "q1", True, version="v2") for who in range(3)]
    site.keep([*said, say.answered(9, "q1", False, version="v0", at=MONDAY.replace(year=2099))])
    (figures,) = item_statistics.items(site.rows())
    assert (figures.version, figures.n) == ("v2", 3)


def test_the_first_attempt_at_the_current_version_counts_whoever_answered_an_older_one(site: Site) -> None:
    """By hand: 12 learners answer v1 (right) then v2 (right for 4 of them), 6 others only v2 (right for 5): n = 18, 9 right."""
    say = Saying()
    said = [say.answered(who, "q1", True, version="v1") for who in range(12)]
    said += [say.answered(who, "q1", who < 4, version="v2") for who in range(12)]
    said += [say.answered(who, "q1", who > 12, version="v2") for who in range(12, 18)]
    said += [say.answered(0, "q1", False, version="v2")]  # a second attempt at v2
    site.keep(said)
    (figures,) = item_statistics.items(site.rows())
    assert (figures.version, figures.n, figures.right) == ("v2", 18, 9)


def test_each_language_has_its_own_current_version(site: Site) -> None:
    """A version is a hash of the words: readers of one language must not make those of the other disappear."""
    say = Saying()
    said = []
    for who in range(10):
        statement = say.answered(who, "q1", who < 4, version="fr2")
        statement["context"]["language"] = "fr"
        said.append(statement)
    for who in range(10, 16):
        statement = say.answered(who, "q1", who < 12, version="en1")
        statement["context"]["language"] = "en"
        said.append(statement)
    site.keep(said)
    (figures,) = item_statistics.items(site.rows())
    assert (figures.n, figures.right) == (16, 6)


def test_unsafe_and_sure_counts_those_alone_who_said_so_of_an_unsafe_response(site: Site) -> None:
    say = Saying()
    sure = ["sure" if who < 12 or who >= 30 else "unsure" for who in range(40)]
    site.keep([say.answered(who, "q1", who >= 20, unsafe=who < 20, confidence=sure[who]) for who in range(40)])
    (figures,) = item_statistics.items(site.rows())
    assert (figures.n, figures.unsafe, figures.unsafe_sure) == (40, 0.5, 12)
    made = site.report("items").tables[0]
    assert dict(zip((column.key for column in made.columns), made.rows[0], strict=True))["unsafe_sure"] == 30
