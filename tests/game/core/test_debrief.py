"""The look back: true praise, the same luck again, and what nobody watches."""

from collections.abc import Callable

from game.core import policies
from game.core.replay import Change, replay
from game.core.week import Week
from game.core.what_if import gain, turning_point


def test_a_replay_without_a_change_is_the_same_week(make_week: Callable[..., Week]) -> None:
    for seed in range(12):
        week = make_week(begun=False, seed=seed)
        policies.play(week, policies.average)
        again = replay(week.run, Week, Change("none", 0, "", ""))
        assert dict(again.grades) == week.state.grades
        assert again.safety == week.debrief().compasses[0].value or round(again.safety or 0, 2) == week.debrief().compasses[0].value


def test_telling_a_missed_red_at_once_is_safer_with_the_same_luck(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False)
    policies.play(week, policies.passive)
    change = turning_point(week.run)
    assert change is not None
    assert change.kind == "report"
    assert (gain(week.run, Week, change) or 0) > 0.2
    look_back = week.debrief()
    assert look_back.what_if is not None
    assert look_back.what_if.icon == "better"
    assert look_back.net is not None


def test_a_week_played_well_shows_what_waiting_would_have_done(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False)
    policies.play(week, policies.ideal)
    look_back = week.debrief()
    assert look_back.what_if is not None
    assert look_back.what_if.question.key == "what_if.wait"
    assert look_back.net is None
    assert look_back.attribution is not None


def test_the_look_back_changes_nothing(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False)
    told: list[object] = []
    policies.play(week, policies.average)
    before = week.save()
    week.listeners.append(told.append)
    assert week.debrief() == week.debrief()
    assert week.save() == before
    assert told == []


def test_it_has_a_line_a_day_sources_a_tip_and_a_question(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False, seed=11)
    policies.play(week, policies.average)
    look_back = week.debrief()
    assert [day.cycle_day for day in look_back.days] == list(range(8, 15))
    assert all(day.lines for day in look_back.days)
    assert look_back.went_well
    assert look_back.sources
    assert look_back.recall is not None
    assert look_back.recall.right in {option.key for option in look_back.recall.options}
