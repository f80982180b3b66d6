"""Answering an item: one form makes one attempt, kept together with its statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.items.interaction import definition
from courses.items.marking import Mark, Response
from courses.model.content import Item
from lms import statements
from lms.cohorts import registering
from lms.cohorts.models import Registration
from lms.learning.models import UNSURE, Attempt
from lms.learning.reading import Reader, enter
from lms.spaced_review import cards
from lms.spaced_review.cards import Encounter
from xapi import activities, builders


@dataclass(frozen=True)
class Answer:
    """What a form brought. number: the attempt the form was made for, from 1. seconds: since the form was shown.

    items: the item in each language, for the statement's definition. confidence: sure, unsure, or None when nothing was said.
    """

    item: Item
    items: Mapping[str, Item]
    response: Response
    mark: Mark
    number: int
    seconds: float
    confidence: str | None = None


def count(reader: Session, registration: Registration | None, module: str, item: str) -> int:
    """How many attempts the learner has made at an item."""
    if registration is None:
        return 0
    query = select(func.max(Attempt.number)).where(
        Attempt.registration_id == registration.id, Attempt.module == module, Attempt.item == item
    )
    return reader.scalar(query) or 0


def attempt(reader: Session, registration: Registration | None, module: str, item: str, number: int) -> Attempt | None:
    if registration is None:
        return None
    return reader.scalar(
        select(Attempt).where(
            Attempt.registration_id == registration.id, Attempt.module == module, Attempt.item == item, Attempt.number == number
        )
    )


def answer(work: Session, reading: Reader, one_answer: Answer, *, uuid: UUID | None = None) -> int:
    """Keep the attempt, its statement and its review card, and give its number.

    A form that was sent already (double click, back button, second tab) changes nothing: its first attempt stands.
    uuid: of the attempt, where the learner's device has named it.
    """
    registration = enter(work, reading).registration
    n_before = count(work, registration, reading.module.key, one_answer.item.key)
    if one_answer.number <= n_before:
        return one_answer.number
    row = Attempt(
        uuid=uuid or uuid4(),
        registration_id=registration.id,
        module=reading.module.key,
        item=one_answer.item.key,
        item_version=one_answer.item.version,
        number=n_before + 1,
        response=one_answer.response,
        scaled=one_answer.mark.scaled,
        is_right=bool(one_answer.mark.is_right),
        is_unsafe=one_answer.mark.is_unsafe,
        confidence=one_answer.confidence,
        created_at=reading.now,
    )
    work.add(row)
    statements.put(work, [statement_of(reading, registration, one_answer, row)], home_page=reading.home_page)
    encounter = Encounter(
        reading.module,
        one_answer.item,
        was_safe=bool(one_answer.mark.is_right) or one_answer.mark.is_possible,
        was_doubted=one_answer.confidence == UNSURE,
    )
    cards.meet(work, registration.learner, encounter, reading.now)
    return row.number


def statement_of(reading: Reader, registration: Registration, one_answer: Answer, row: Attempt) -> statements.Json:
    """The `answered` statement; its id is the attempt's."""
    item, mark = one_answer.item, one_answer.mark
    about = builders.activity(
        activities.item(item.module, item.key), "cmi.interaction", {language: one.question for language, one in one_answer.items.items()}
    )
    about["definition"] |= definition(one_answer.items)
    return statements.make_statement(
        registering.speaker(registration, item.language, reading.home_page),
        "answered",
        about,
        reading.now,
        id=row.uuid,
        result=builders.result(success=mark.is_right, scaled=mark.scaled, response=mark.response, duration_seconds=one_answer.seconds),
        parent=[statements.module(reading.module.key, reading.titles)],
        grouping=[statements.course(reading.course.key, reading.course.title)],
        extensions={
            "course_version": reading.course.version,
            "item_version": item.version,
            "phase": "practice",
            "form": item.form,
            "objective": item.objective or None,
            "unsafe": mark.is_unsafe,
            "unneeded_call": mark.is_possible or None,
            "confidence": one_answer.confidence,
        },
    )
