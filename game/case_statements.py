"""Events of cases as statements: one row a kind of event, the same for every edition. Never free text."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from game.core.cases.case_events import CaseClosed, CaseDecided, CaseEvent, to_json
from xapi import activities, builders

Json = dict[str, Any]
IDS = UUID("b7e6b2a4-3d11-5c53-8a45-6c1f0b9d7e32")
"""Namespace of the ids of statements of a case."""


def statement_id(event: CaseEvent, *, learner: str) -> UUID:
    """The id of an event's statement: the same event of the same play has one id. learner: her pseudonym."""
    return uuid5(IDS, f"{learner}|{json.dumps(to_json(event), sort_keys=True)}")


def statement(
    event: CaseEvent,
    *,
    id: UUID | str,
    timestamp: datetime | str,
    actor: Mapping[str, Any],
    registration: UUID | str,
    course: str,
    role: str,
    platform: str,
    language: str,
    cohort: UUID | str | None = None,
    simulated: bool = False,
) -> Json:
    """The statement of one event. course: its key, the registration's; role: the learner's."""
    verb, result, extensions = _parts(event)
    common = {
        "role": role,
        "simulated": simulated,
        "cohort": str(cohort) if cohort else None,
        "play": event.play,
        "seed": event.seed,
        "item_version": event.case_version,
        "objective": event.objective,
        "place": event.place,
    }
    context = builders.context(
        registration=registration,
        language=language,
        platform=platform,
        parent=(builders.activity(activities.course(course), "course"),),
        extensions=common | extensions,
    )
    thing = builders.activity(activities.case(event.case), "case")
    return builders.statement(id=id, actor=actor, verb=verb, object=thing, timestamp=timestamp, result=result, context=context)


def _parts(event: CaseEvent) -> tuple[str, Json | None, Json]:
    """Verb, result and the extensions of this kind alone."""
    if isinstance(event, CaseDecided):
        extensions = {
            "moment": event.moment,
            "harm": event.harm,
            "variant": event.truth,
            "asked": list(event.questions),
            "looked_up": list(event.documents),
            "shown_order": list(event.shown_order),
        }
        return "selected", builders.result(success=event.is_right, response=event.option), extensions
    if isinstance(event, CaseClosed):
        return "completed", builders.result(success=event.is_right, completion=True), {"harm": event.harm, "variant": event.truth}
    return "initialized", None, {}
