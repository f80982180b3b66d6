"""The look back: true praise, the same luck again, and what nobody watches."""

from collections.abc import Callable

from game.core import policies
from game.core.patient import scoring
from game.core.review.debrief_builder import look_back
from game.core.review.replay import Change, replay
from game.core.review.what_if import turning_point
from game.core.state.run import Run
from game.core.week import Week


def test_a_replay_without_a_change_is_the_same_week(make_week: Callable[..., Week]) -> None:
    for seed in range(12):
        week = make_week(begun=False, seed=seed)
        policies.play(week, policies.average)
        again = replay(week.run, Change("none", 0, "", ""))
        assert dict(again.grades) == week.state.grades
        assert again.safety == look_back(week).compasses[0].value or round(again.safety or 0, 2) == look_back(week).compasses[0].value


def test_telling_a_missed_red_at_once_is_safer_with_the_same_luck(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False)
    policies.play(week, policies.passive)
    change = turning_point(week.run)
    assert change is not None
    assert change.kind == "report"
    assert gain(week.run, change) > 0.2
    debrief = look_back(week)
    assert debrief.what_if is not None
    assert debrief.what_if.icon == "better"
    assert debrief.net is not None


def test_a_week_played_well_shows_what_waiting_would_have_done(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False)
    policies.play(week, policies.ideal)
    debrief = look_back(week)
    assert debrief.what_if is not None
    assert debrief.what_if.question.key == "what_if.wait"
    assert debrief.net is None
    assert debrief.attribution is not None


def test_the_look_back_changes_nothing(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False)
    told: list[object] = []
    policies.play(week, policies.average)
    before = week.save()
    week.listeners.append(told.append)
    assert look_back(week) == look_back(week)
    assert week.save() == before
    assert told == []


def test_it_has_a_line_a_day_sources_a_tip_and_a_question(make_week: Callable[..., Week]) -> None:
    week = make_week(begun=False, seed=11)
    policies.play(week, policies.average)
    debrief = look_back(week)
    assert [day.cycle_day for day in debrief.days] == list(range(8, 15))
    assert all(day.lines for day in debrief.days)
    assert debrief.went_well
    assert debrief.sources
    assert debrief.recall is not None
    assert debrief.recall.right in {option.key for option in debrief.recall.options}


def gain(run: Run, change: Change) -> float:
    """How much safer the other week was; 0.0 when one of them met no sign."""
    before, after = scoring.safety(run), replay(run, change).safety
    return 0.0 if before is None or after is None else after - before
