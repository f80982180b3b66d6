"""A stay in hospital takes days, more of them the later the team was told, and what the week keeps of it is told."""

from collections.abc import Callable

import pytest

from game.core import policies
from game.core.day import flow
from game.core.patient import night, signs
from game.core.review.replay import Change, finish_call, replay
from game.core.state.commands import Dial, NextSlot
from game.core.week import Week
from tests.game.core.conftest import go_to
from tests.game.core.shipped_book import PLAY, load


def told(week: Week, day: int, slot: str) -> Week:
    """The azur week whose fever comes on day 9 in the evening, told at this moment."""
    go_to(week, day, slot)
    week.do(Dial(("fever",), "on_call"))
    finish_call(week)
    return week


@pytest.mark.parametrize(("day", "slot", "delay"), [(9, "evening", "slot"), (10, "morning", "next")])
def test_the_later_a_fever_is_told_the_more_nights_away(make_week: Callable[..., Week], day: int, slot: str, delay: str) -> None:
    week = told(make_week(), day, slot)
    nights = week.run.model.care.stay["fever"][delay]
    assert nights >= 2
    assert week.state.away_until == day + nights
    mornings = []
    while week.state.away_until >= week.state.day and not week.state.is_over:
        policies._decide(week, 1.0)  # the scene of the morning
        week.do(NextSlot())
        if week.state.away_until:
            mornings.append((week.state.day, week.state.slot))
            assert week.view().says[0].key.startswith("says.away.")
            assert week.view().room == "ward"
    assert mornings == [(one, "morning") for one in range(day + 1, day + nights + 1)]
    assert (week.state.day, week.state.slot) == (day + nights, "evening")
    assert any(notice.kind == "relief" for notice in week.view().notices)
    assert next(past.detail for past in week.state.story if past.kind == "home") == str(nights)


def test_waiting_costs_nights_away_never_a_life(make_week: Callable[..., Week]) -> None:
    week = told(make_week(), 9, "evening")
    while not week.state.is_over:
        go_on(week)
    other = replay(week.run, Change("wait", 9, "evening", "fever"))
    stay = week.run.model.care.stay["fever"]
    assert other.nights == stay["next"] > stay["slot"]


def go_on(week: Week) -> None:
    policies._decide(week, 1.0)
    policies._report_signs(week, 1.0)
    week.do(NextSlot())


def test_a_stay_that_outlasts_the_week_goes_on_in_the_next(make_week: Callable[..., Week]) -> None:
    week = make_week()
    week.state.planned = []
    go_to(week, 14, "morning")
    week.state.away_from, week.state.away_until = 13, 16
    while not week.state.is_over:
        policies._decide(week, 1.0)
        week.do(NextSlot())
    book, rule = load()
    following = Week.start(book, rule, campaign="azur", week=3, seed=7, play=PLAY, before=week.save())
    following.begin()
    assert following.view().room == "ward"
    while following.state.away_until:
        policies._decide(following, 1.0)
        following.do(NextSlot())
    assert (following.state.day, following.state.slot) == (16, flow.HOME_AGAIN)


def test_nights_grow_with_the_delay_for_each_alert_that_ends_in_a_stay() -> None:
    model = load()[0].numbers
    for alert, nights in model.care.stay.items():
        assert signs.RANK[next(one.flag for one in model.alerts if one.key == alert)] >= 2
        assert 1 <= nights["slot"] <= nights["day"] <= nights["next"] <= nights["later"]


@pytest.mark.parametrize(
    ("campaign", "alert", "stays"), [("azur", "fever", True), ("nacre", "fever-hormones", False), ("after", "fever-hormones", False)]
)
def test_a_fever_is_answered_by_treatment(make_week: Callable[..., Week], campaign: str, alert: str, stays: bool) -> None:
    """Far from chemotherapy one is examined at once and no night away follows; how fast to call is the same until a clinician decides."""
    week = make_week(campaign=campaign, week=1)
    policies._decide(week, 1.0)
    night.begin_infection(week.run, "morning", 38.4)
    signs.update_episodes(week.run)
    episode = next(one for one in week.state.episodes if one.symptom == "fever")
    assert (episode.alert, episode.flag) == (alert, "red")
    week.do(Dial(("fever",), "team"))
    finish_call(week)
    assert (week.state.away_until > week.state.day) == stays
    for language in ("fr", "en"):
        assert week.run.book.has_text(language, f"call.outcome.{alert}")
