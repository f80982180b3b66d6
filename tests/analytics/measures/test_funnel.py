"""The completion funnel: counts that never rise, Wilson intervals, median days, against figures counted by hand."""

from datetime import timedelta

import pytest
from saying import MONDAY, Saying
from scipy.stats import binomtest
from standing import Site

from analytics.measures import funnel
from analytics.measures.intervals import wilson

DAY = timedelta(days=1)


def keep_ten(site: Site) -> None:
    """Ten registered; eight open after 1 day, seven pass half way after 2 more, six complete 4 days later."""
    say = Saying()
    said = [say.registered(who, at=MONDAY) for who in range(10)]
    said += [say.module(who, "initialized", at=MONDAY + DAY) for who in range(8)]
    said += [say.module(who, "progressed", progress=40, at=MONDAY + 2 * DAY) for who in range(8)]
    said += [say.module(who, "progressed", progress=60, at=MONDAY + 3 * DAY) for who in range(7)]
    said += [say.module(who, "completed", at=MONDAY + 7 * DAY) for who in range(6)]
    site.keep(said)


def test_each_step_counts_the_learners_who_came_that_far(site: Site) -> None:
    keep_ten(site)
    stages = funnel.stages(site.rows())
    assert [(stage.stage, stage.n, stage.days) for stage in stages] == [
        ("registered", 10, None),
        ("initialized", 8, 1.0),
        ("half", 7, 2.0),
        ("completed", 6, 4.0),
    ]


def test_a_learner_who_shows_a_later_step_counts_in_the_earlier_ones(site: Site) -> None:
    say = Saying()
    site.keep([say.registered(1), say.module(2, "completed")])
    assert [(stage.stage, stage.n) for stage in funnel.stages(site.rows())] == [
        ("registered", 2),
        ("initialized", 1),
        ("half", 1),
        ("completed", 1),
    ]


def test_the_same_step_twice_is_one_learner(site: Site) -> None:
    say = Saying()
    site.keep([say.registered(1), say.registered(1), say.module(1, "initialized"), say.module(1, "initialized")])
    assert [stage.n for stage in funnel.stages(site.rows())] == [1, 1, 0, 0]


def test_every_module_of_the_course_counts_those_registered_to_the_course(site: Site) -> None:
    say = Saying()
    said = [say.registered(who) for who in range(6)] + [say.registered(who, "caregivers") for who in range(20, 23)]
    said += [say.module(0, "initialized", "fever"), say.module(1, "initialized", "mouth")]
    said += [say.module(20, "initialized", "sleep", course="caregivers")]
    site.keep(said)
    found = {(stage.course, stage.module): stage.n for stage in funnel.stages(site.rows()) if stage.stage == "registered"}
    assert found == {("patients", "fever"): 6, ("patients", "mouth"): 6, ("caregivers", "sleep"): 3}


def test_passed_and_earned_are_shown_where_somebody_reached_them(site: Site) -> None:
    say = Saying()
    site.keep([say.registered(1), say.module(1, "passed")])
    assert [stage.stage for stage in funnel.stages(site.rows())] == ["registered", "initialized", "half", "completed", "passed"]


@pytest.mark.parametrize(("part", "whole"), [(0, 5), (44, 64), (5, 5), (1, 300), (17, 31)])
def test_the_interval_is_wilsons(part: int, whole: int) -> None:
    oracle = binomtest(part, whole).proportion_ci(method="wilson")
    assert wilson(part, whole) == pytest.approx((oracle.low, oracle.high), abs=1e-12)


def test_no_one_has_no_interval() -> None:
    assert wilson(0, 0) is None


def test_the_report_prints_shares_intervals_and_the_biggest_loss(site: Site) -> None:
    say = Saying()
    said = [say.registered(who) for who in range(64)]
    for verb, n in (("initialized", 56), ("completed", 44)):
        said += [say.module(who, verb) for who in range(n)]
    site.keep(said)
    result = site.report("completion")
    assert result.n == 64
    rows = {row[1]: row[2:6] for row in result.tables[0].rows}
    assert rows == {
        "registered": (64, 100, 94, 100),
        "initialized": (56, 88, 77, 94),
        "half": (44, 69, 57, 79),
        "completed": (44, 69, 57, 79),
    }
    assert result.tables[0].figures[0].finding.values["lost"] == 12
