"""Game events as statements: one row a kind of event, the same for the window and the pages. Never free text."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from game.core.state.events import (  # fmt: skip
    CallMade,
    DecisionMade,
    DoseHeld,
    DoseSkipped,
    DoseTaken,
    Event,
    SignIgnored,
    SignPresented,
    SignReported,
    WeekCompleted,
    WeekProgressed,
    WeekStarted,
    to_json,
)
from xapi import activities, builders

Json = dict[str, Any]
IDS = UUID("5b6a5d0c-0d0e-5f0e-9a57-3f1f2f7f8c11")
"""Namespace of the ids of statements of a week."""


def is_told(event: Event) -> bool:
    """Whether this kind of event becomes a statement; the others stay in the game."""
    return type(event) in _ROWS


def statement_id(event: Event, *, learner: str, turn: int, place: int) -> UUID:
    """The id of an event's statement: the same from pages and window, so that a turn played in both is told once.

    learner: her pseudonym. turn: of the week after the command that made the event; place: of the event among those of the command.
    """
    return uuid5(IDS, f"{learner}|{turn}|{place}|{json.dumps(to_json(event), sort_keys=True)}")


def statement(
    event: Event,
    *,
    id: UUID | str,
    timestamp: datetime | str,
    actor: Mapping[str, Any],
    registration: UUID | str,
    platform: str,
    language: str,
    cohort: UUID | str | None = None,
    simulated: bool = False,
) -> Json:
    """The statement of one event. platform: pages or window, the only mark of the edition. Raises KeyError unless is_told(event)."""
    verb, thing, result, extensions = _ROWS[type(event)](event)
    common = {
        "role": event.role,
        "simulated": simulated,
        "cohort": str(cohort) if cohort else None,
        "play": event.play,
        "seed": event.seed,
        "difficulty": event.difficulty,
        "length": event.length,
        "model_version": event.model_version,
        "campaign": event.campaign,
        "week": event.week,
        "game_day": event.day,
        "cycle_day": event.cycle_day,
        "slot": event.slot,
        "game_hour": event.game_hour,
    }
    is_week = isinstance(event, WeekStarted | WeekProgressed | WeekCompleted)
    campaign = builders.activity(activities.campaign(event.campaign), "serious-game")
    week = _week(event)
    context = builders.context(
        registration=registration,
        language=language,
        platform=platform,
        parent=(campaign,) if is_week else (week,),
        grouping=() if is_week else (campaign,),
        extensions=common | extensions,
    )
    return builders.statement(id=id, actor=actor, verb=verb, object=thing, timestamp=timestamp, result=result, context=context)


_Parts = tuple[str, Json, Json | None, Json]


def _week(event: Event) -> Json:
    return builders.activity(activities.week(event.campaign, event.week), "level")


def _week_start(event: Any) -> _Parts:
    return "initialized", _week(event), None, {}


def _progress(event: Any) -> _Parts:
    return "progressed", _week(event), builders.result(extensions={"progress": event.progress}), {}


def _completed(event: Any) -> _Parts:
    return "completed", _week(event), builders.result(completion=True, extensions={"progress": 100}), {}


def _decision(event: Any) -> _Parts:
    result = builders.result(success=event.is_safe, response=event.choice)
    extensions = {"harm": event.harm, "situation": event.situation, "hinted": event.hinted, "objective": event.skills[0]}
    extensions |= {"item_version": event.situation_version, "skills": list(event.skills)}
    if event.shown_order:
        extensions["shown_order"] = list(event.shown_order)
    if event.questions:
        extensions["asked"] = list(event.questions)
    if event.documents:
        extensions["looked_up"] = list(event.documents)
    thing = builders.activity(activities.situation(event.situation), "dialog-tree")
    return "selected", thing, result, extensions


def _sign(event: Any) -> tuple[Json, Json]:
    extensions = {"episode": event.episode, "symptom": event.symptom, "flag": event.flag, "grade": event.grade}
    return builders.activity(activities.sign(event.symptom), "sign"), extensions


def _new_sign(event: Any) -> _Parts:
    thing, extensions = _sign(event)
    return "presented", thing, None, extensions


def _report(event: Any) -> _Parts:
    thing, extensions = _sign(event)
    return "reported", thing, None, extensions | {"q": event.q, "person": event.person, "hours_since_sign": event.hours_since_sign}


def _missed_sign(event: Any) -> _Parts:
    thing, extensions = _sign(event)
    return "ignored", thing, None, extensions | {"q": event.q, "reason": event.closed_by, "hours_since_sign": event.hours_since_sign}


def _dose(event: Any, verb: str, response: str, is_fine: bool) -> _Parts:
    thing = builders.activity(activities.dose(event.campaign), "dose")
    return verb, thing, builders.result(success=is_fine, response=response), {"drug": event.campaign, "due": event.due_hour}


def _took(event: Any) -> _Parts:
    return _dose(event, "took", event.manner, event.is_covered)


def _missed_dose(event: Any) -> _Parts:
    return _dose(event, "skipped", event.manner, event.is_covered)


def _paused_dose(event: Any) -> _Parts:
    return _dose(event, "held", "advice" if event.on_advice else "alone", event.on_advice)


def _call(event: Any) -> _Parts:
    thing = builders.activity(activities.phone_call(event.person), "phone-call")
    return "called", thing, None, {"reason": event.reason, "person": event.person}


_ROWS: Mapping[type[Event], Callable[[Any], _Parts]] = {
    WeekStarted: _week_start,
    WeekProgressed: _progress,
    WeekCompleted: _completed,
    DecisionMade: _decision,
    SignPresented: _new_sign,
    SignReported: _report,
    SignIgnored: _missed_sign,
    DoseTaken: _took,
    DoseSkipped: _missed_dose,
    DoseHeld: _paused_dose,
    CallMade: _call,
}
