"""The same luck again, with one thing done differently: counted chance makes the answer exact, not a guess."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.day import calling
from game.core.errors import GameError
from game.core.patient import scoring, signs
from game.core.state.commands import AnswerCall, Command, Decide, Dial, HangUp, NextSlot
from game.core.state.run import Run
from game.core.state.week_state import Past, from_json
from game.core.week import Week

MOST_STOPS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """What is done differently. kind: report (tell the sign in its slot), wait (tell nobody of it), choose (another choice).

    key: of an alert, or of a situation for choose. choice: what to choose instead.
    """

    kind: str
    day: int
    slot: str
    key: str
    choice: str = ""


NO_CHANGE = Change("", 0, "", "")


@dataclass(frozen=True, slots=True)
class Closing:
    """How and when a sign ended: alert, where it came (day, slot), by whom it was told, at which hour of the cycle."""

    alert: str
    day: int
    slot: str
    by: str
    hour: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the other week went. home_day: day of the last return from hospital, 0 without one; nights: spent away, all told."""

    safety: float | None
    comfort: float
    home_day: int
    nights: int
    was_net: bool
    grades: Mapping[str, int]
    closings: tuple[Closing, ...]
    consequences: tuple[Past, ...]

    def closing_of(self, alert: str, day: int, slot: str) -> Closing | None:
        """How the sign that came in this slot ended."""
        return next((one for one in self.closings if (one.alert, one.day, one.slot) == (alert, day, slot)), None)


def again_at(book: Book, rule: SiteRule, saved: Mapping[str, Any], *, play: str, moment: tuple[int, str]) -> Week:
    """The week of this save at one of its moments (day, slot), lived to there with its own commands, as another play. Call begin() next.

    Raises SaveUnreadable; gives the first morning when the week never stopped at that moment.
    """
    past = Week.resume(book, rule, saved).run
    week = Week.again(book, rule, saved, play=play)
    week.begin()
    commands_by_time = _by_time(past)
    for _ in range(MOST_STOPS):
        state = week.state
        if (state.day, state.slot) == moment:
            week.starts_midway = True
            return week
        if state.is_over:
            break
        for command in commands_by_time.get((state.day, state.slot), []):
            _try(week, command)
        _close_open_matters(week, NO_CHANGE)
        week.do(NextSlot())
    return Week.again(book, rule, saved, play=play)


def replay(run: Run, change: Change) -> Outcome:
    """How the week goes when it is played again with the change."""
    return outcome(other_week(run, change))


def other_week(run: Run, change: Change) -> Run:
    """Play the week again from its first state: the learner's own commands at their own times, except the change."""
    week = Week(run.book, run.rule, from_json(run.state.origin))
    week.run.is_silent = True
    week.begin()
    commands_by_time = _by_time(run)
    for _ in range(MOST_STOPS):
        if week.state.is_over:
            break
        _play_stop(week, commands_by_time.get((week.state.day, week.state.slot), []), change)
        _close_open_matters(week, change)
        week.do(NextSlot())
    return week.run


def outcome(run: Run) -> Outcome:
    state = run.state
    home = max((past.day for past in state.story if past.kind == "home"), default=0)
    nights = sum(int(past.detail or 1) for past in state.story if past.kind == "home")
    nights += state.last_day - state.away_from + 1 if state.away_after else 0  # still there when the week ends
    nets = any(episode.closed_by == "net" for episode in state.episodes)
    closings = tuple(Closing(one.alert, one.day, one.slot, one.closed_by, one.closed_hour) for one in state.episodes)
    consequences = tuple(past for past in state.story if past.kind == "consequence")
    return Outcome(scoring.safety(run), scoring.comfort(run), home, nights, nets, dict(state.grades), closings, consequences)


def _by_time(run: Run) -> dict[tuple[int, str], list[Command]]:
    commands: dict[tuple[int, str], list[Command]] = {}
    for entry in run.state.log:
        commands.setdefault((entry.day, entry.slot), []).append(entry.command)
    return commands


def _play_stop(week: Week, commands: list[Command], change: Change) -> None:
    state = week.state
    is_here = (state.day, state.slot) == (change.day, change.slot)
    if change.kind == "report" and is_here:
        report_sign(week, change.key)
    for command in commands:
        is_silenced = _is_silenced(week, change)
        if is_silenced and command.is_call:
            continue
        if isinstance(command, Decide) and state.open_situation:
            if change.kind == "choose" and state.open_situation == change.key and is_here:
                command = Decide(change.choice)
            elif is_silenced:
                command = _without_call(week, command)
        _try(week, command)


def _is_silenced(week: Week, change: Change) -> bool:
    """Whether the sign of which nobody is to be told is open now."""
    return change.kind == "wait" and any(
        not item.closed_by and (item.alert, item.day, item.slot) == (change.key, change.day, change.slot) for item in week.state.episodes
    )


def _without_call(week: Week, decision: Decide) -> Decide:
    """The decision as made, or, when it is itself a call, the mildest choice of its situation that tells nobody."""
    situation = week.run.book.situations[week.state.open_situation]
    if any(choice.key == decision.option and not choice.effect.reports for choice in situation.choices):
        return decision
    silent = sorted((choice for choice in situation.choices if not choice.effect.reports), key=lambda choice: choice.is_unsafe)
    return Decide(silent[0].key) if silent else decision


def report_sign(week: Week, alert: str) -> None:
    """The best call for this sign: to the right person, treatment first."""
    for episode in signs.open_episodes(week.run):
        if episode.alert == alert:
            symptoms = [item.symptom for item in signs.open_episodes(week.run) if item.symptom != "pair"]
            person = "samu" if episode.flag == "vital" else "team" if week.state.slot in ("morning", "noon") else "on_call"
            _try(week, Dial(tuple(symptoms), person))
            finish_call(week)
            return


def finish_call(week: Week) -> None:
    """Answer an open call in the way that gets through."""
    for _ in range(20):
        call = week.state.call
        if call is None or call.stage in ("outcome", "choose"):
            break
        week.do(AnswerCall(calling.way_through(week.run, call)))
    if week.state.call:
        week.do(HangUp())


def _close_open_matters(week: Week, change: Change) -> None:
    """A situation that only this other week brought is met safely, without a call while it waits; a call is put down."""
    state = week.state
    if state.open_situation:
        situation = week.run.book.situations[state.open_situation]
        decision = Decide(next(choice.key for choice in situation.choices if choice.is_safe))
        week.do(_without_call(week, decision) if _is_silenced(week, change) else decision)
    if state.call:
        week.do(HangUp())


def _try(week: Week, command: Command) -> None:
    """A recorded command may not fit the other week; it is then left out."""
    with suppress(GameError):
        week.do(command)
