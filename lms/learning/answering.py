"""Answering an item: one form makes one attempt, kept together with its statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.items.interaction import definition
from courses.items.marking import Mark, Response
from courses.model.content import Item
from lms import statements
from lms.cohorts import registering
from lms.cohorts.models import Registration
from lms.learning.models import Attempt
from lms.learning.reading import Reader, enter
from xapi import activities, builders


@dataclass(frozen=True)
class Answer:
    """What a form brought. number: the attempt the form was made for, from 1. seconds: since the form was shown.

    items: the item in each language, for the statement's definition.
    """

    item: Item
    items: Mapping[str, Item]
    response: Response
    mark: Mark
    number: int
    seconds: float


def count(reader: Session, registration: Registration | None, module: str, item: str) -> int:
    """How many attempts the learner has made at an item."""
    if registration is None:
        return 0
    wanted = select(func.max(Attempt.number)).where(
        Attempt.registration_id == registration.id, Attempt.module == module, Attempt.item == item
    )
    return reader.scalar(wanted) or 0


def attempt(reader: Session, registration: Registration | None, module: str, item: str, number: int) -> Attempt | None:
    if registration is None:
        return None
    return reader.scalar(
        select(Attempt).where(
            Attempt.registration_id == registration.id, Attempt.module == module, Attempt.item == item, Attempt.number == number
        )
    )


def answer(work: Session, reading: Reader, given: Answer) -> int:
    """Keep the attempt and its statement, and give its number.

    A form that was sent already (double click, back button, second tab) changes nothing: its first attempt stands.
    """
    registration = enter(work, reading).registration
    made = count(work, registration, reading.module.key, given.item.key)
    if given.number <= made:
        return given.number
    row = Attempt(
        uuid=uuid4(),
        registration_id=registration.id,
        module=reading.module.key,
        item=given.item.key,
        item_version=given.item.version,
        number=made + 1,
        response=given.response,
        scaled=given.mark.scaled,
        is_right=bool(given.mark.is_right),
        is_unsafe=given.mark.is_unsafe,
        created_at=reading.now,
    )
    work.add(row)
    statements.keep(work, [_tell(reading, registration, given, row)], home_page=reading.home_page)
    return row.number


def _tell(reading: Reader, registration: Registration, given: Answer, row: Attempt) -> statements.Json:
    """The `answered` statement; its id is the attempt's."""
    item, mark = given.item, given.mark
    about = builders.activity(
        activities.item(item.module, item.key), "cmi.interaction", {language: one.question for language, one in given.items.items()}
    )
    about["definition"] |= definition(given.items)
    return statements.said(
        registering.speaker(registration, item.language, reading.home_page),
        "answered",
        about,
        reading.now,
        id=row.uuid,
        result=builders.result(success=mark.is_right, scaled=mark.scaled, response=mark.response, duration_seconds=given.seconds),
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
        },
    )
