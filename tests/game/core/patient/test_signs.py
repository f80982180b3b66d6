"""What a sign is worth by when it is told; the pair; the net; the end of the week."""

from collections.abc import Callable

import pytest

from game.core.patient import scoring, signs
from game.core.review import replay
from game.core.state.commands import Act, NextSlot
from game.core.state.events import SignEased, SignIgnored, SignPresented, SignReported
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet


def tell(week: Week) -> None:
    replay.report_sign(week, signs.open_episodes(week.run)[0].alert)


@pytest.mark.parametrize(("day", "slot", "worth"), [(9, "evening", 1.0), (10, "morning", 0.25)])
def test_a_red_is_worth_most_in_its_own_slot(day: int, slot: str, worth: float, make_week: Callable[..., Week]) -> None:
    week = go_to(quiet(make_week()), day, slot)
    tell(week)
    assert [episode.q for episode in week.state.episodes] == [worth]


def test_a_red_told_later_the_same_day_is_worth_less(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1, length="normal"))
    week.state.grades["nausea"] = 3
    week.do(Act("hand_hygiene"))
    assert [episode.alert for episode in week.state.episodes] == ["no-drink"]
    week.do(NextSlot())
    assert week.state.day == 1
    tell(week)
    assert week.state.episodes[0].q == 0.6


def test_an_amber_has_its_whole_day(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades["constipation"] = 2
    week.do(Act("hand_hygiene"))
    week.do(NextSlot())
    tell(week)
    assert week.state.episodes[0].q == 1.0


def test_the_net_is_a_relative_the_next_evening_and_says_so(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week())
    told: list[object] = []
    week.listeners.append(told.append)
    go_to(week, 10, "evening")
    assert week.state.episodes[0].closed_by == "net"
    assert week.state.episodes[0].q == 0.1
    notice = next(item for item in week.view().notices if item.kind == "net")
    assert "sans appel, l’équipe ne sait pas" in week.run.book.text("fr", notice.why.key)  # type: ignore[union-attr]
    events = [event for event in told if isinstance(event, SignIgnored)]
    assert [(event.closed_by, event.hours_since_sign) for event in events] == [("net", 24)]


def test_a_red_of_the_last_day_is_closed_that_evening(make_week: Callable[..., Week]) -> None:
    week = go_to(quiet(make_week(week=1)), 7, "evening")
    week.state.grades["diarrhoea"] = 3
    week.do(Act("hand_hygiene"))
    week.do(NextSlot())
    assert week.state.is_over
    assert {episode.closed_by for episode in week.state.episodes if episode.alert == "diarrhoea-heavy"} == {"net"}


def test_two_physical_ambers_on_one_day_count_as_red(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades |= {"constipation": 2, "neuropathy": 2}
    week.do(Act("hand_hygiene"))
    assert {episode.alert: episode.flag for episode in week.state.episodes}["pair"] == "red"
    replay.report_sign(week, "pair")
    assert all(episode.closed_by for episode in week.state.episodes)


def test_distress_beside_a_physical_amber_is_no_pair(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades |= {"handfoot": 2, "distress": 2}
    week.do(Act("hand_hygiene"))
    assert {episode.alert for episode in week.state.episodes} == {"hand-foot-painful", "distress-heavy"}


def test_what_was_told_is_not_asked_for_again_until_it_grows(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    week.state.grades["mucositis"] = 2
    week.do(Act("hand_hygiene"))
    tell(week)
    week.do(Act("measure_temp"))
    assert not signs.open_episodes(week.run)
    week.state.grades["mucositis"] = 3
    week.do(Act("measure_temp"))
    assert [episode.alert for episode in signs.open_episodes(week.run)] == ["mouth-closed"]


def test_an_amber_that_goes_away_untold_is_eased_not_reported(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    told: list[object] = []
    week.listeners.append(told.append)
    week.state.grades["rash"] = 2
    week.do(Act("hand_hygiene"))
    week.state.day += 1
    week.state.grades["rash"] = 0
    week.do(Act("measure_temp"))
    kinds = [type(event) for event in told if isinstance(event, SignPresented | SignEased | SignReported)]
    assert kinds == [SignPresented, SignEased]


def test_safety_is_a_weighted_mean_and_silent_without_signs(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    assert scoring.safety(week.run) is None
    red = signs.Episode("1", "fever", "fever", "red", 1, 1, "morning", 8, "team", 1.0)
    amber = signs.Episode("2", "constipation-two", "constipation", "amber", 2, 1, "morning", 8, "net", 0.1)
    week.state.episodes = [red, amber]
    assert scoring.safety(week.run) == pytest.approx((3 * 1.0 + 1 * 0.1) / 4)
