"""The statements of a sitting: begun, each answer at the end, and how it ended. They name no question and hold no key."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.orm import Session

from courses.items.interaction import KINDS
from courses.items.marking import mark
from lms import statements
from lms.assessment.frozen_items import thaw
from lms.assessment.models import FINAL, PASSED, Sitting, SittingItem
from lms.cohorts import registering
from lms.cohorts.models import Registration
from xapi import activities, builders

TITLES = {
    "final": {"fr": "Test final", "en": "Final test"},
    "pre": {"fr": "Test d’entrée", "en": "Entry test"},
    "post": {"fr": "Test de fin", "en": "Closing test"},
    "follow-up": {"fr": "Test à distance", "en": "Follow-up test"},
}


def tell_started(work: Session, sitting: Sitting, registration: Registration, home_page: str) -> None:
    new_statements = statements.make_statement(
        registering.speaker(registration, sitting.language, home_page),
        "initialized",
        _test(sitting),
        sitting.started_at,
        id=_id(sitting, "started"),
        grouping=[_course(sitting)],
        extensions=_marks(sitting),
    )
    statements.put(work, [new_statements], home_page=home_page)


def tell_ended(work: Session, sitting: Sitting, items: Sequence[SittingItem], registration: Registration, home_page: str) -> None:
    """Each answer given, then passed or failed; completed for a phase without a verdict. Unanswered items are told nowhere."""
    speaker = registering.speaker(registration, sitting.language, home_page)
    new_statements = [_answered(sitting, item, speaker) for item in items if item.is_answered]
    statements.put(work, [*new_statements, _ended(sitting, speaker, "ended")], home_page=home_page)


def tell_reviewed(work: Session, sitting: Sitting, registration: Registration, home_page: str) -> None:
    """How a sitting stands after a person has looked at a contested result."""
    speaker = registering.speaker(registration, sitting.language, home_page)
    statements.put(work, [_ended(sitting, speaker, f"reviewed {sitting.right}")], home_page=home_page)


def _ended(sitting: Sitting, speaker: statements.Speaker, event: str) -> statements.Json:
    at = sitting.ended_at if event == "ended" else sitting.reviewed_at
    assert at is not None  # noqa: S101 - a sitting is told ended once it is
    has_verdict = sitting.phase == FINAL
    is_passed = sitting.verdict == PASSED
    seconds = ((sitting.ended_at or at) - sitting.started_at).total_seconds()
    result = builders.result(
        success=is_passed if has_verdict else None,
        completion=True,
        scaled=round(sitting.right / sitting.total, 4) if sitting.total else None,
        raw=float(sitting.right),
        min=0.0,
        max=float(sitting.total),
        duration_seconds=seconds,
    )
    verb = ("passed" if is_passed else "failed") if has_verdict else "completed"
    return statements.make_statement(
        speaker, verb, _test(sitting), at, id=_id(sitting, event), result=result, grouping=[_course(sitting)], extensions=_marks(sitting)
    )


def _answered(sitting: Sitting, row: SittingItem, speaker: statements.Speaker) -> statements.Json:
    item = thaw(row.frozen).item
    score = mark(item, row.response)
    about = builders.activity(activities.item(item.module, item.key), "cmi.interaction", interaction_type=KINDS[item.kind])
    marks = {"item_version": row.item_version, "objective": item.objective or None, "unsafe": score.is_unsafe}
    return statements.make_statement(
        speaker,
        "answered",
        about,
        row.answered_at or sitting.started_at,
        id=_id(sitting, f"item {row.position}"),
        result=builders.result(success=score.is_right, scaled=score.scaled, response=score.response, duration_seconds=row.active_seconds),
        parent=[_test(sitting)],
        grouping=[_course(sitting)],
        extensions={**_marks(sitting), **marks},
    )


def _test(sitting: Sitting) -> statements.Json:
    names = {
        language: f"{words}{' :' if language == 'fr' else ':'} {sitting.frozen['title'].get(language, '')}"
        for language, words in TITLES[sitting.phase].items()
    }
    return builders.activity(activities.test(sitting.course, sitting.phase), "assessment", names)


def _course(sitting: Sitting) -> statements.Json:
    return statements.course(sitting.course, sitting.frozen["title"])


def _marks(sitting: Sitting) -> statements.Json:
    return {
        "course_version": sitting.course_version,
        "phase": sitting.phase,
        "form": sitting.form,
        "sitting": str(sitting.uuid),
    }


def _id(sitting: Sitting, event: str) -> UUID:
    """The same event of the same sitting always has the same id: told twice, it is one statement."""
    return uuid5(NAMESPACE_URL, f"{sitting.uuid} {event}")
