"""What a phone did without network becomes attempts, progress and statements: each once, marked here, whatever the phone thought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.errors import ResponseUnfit
from courses.items.marking import mark
from courses.items.responses import from_form
from courses.model.content import Item
from courses.packages.page import practice_items
from courses.serving.item_languages import in_each_language
from lms.accounts.presence import Presence
from lms.learning import answering, prerequisites, reading
from lms.learning.answering import Answer
from lms.learning.models import Attempt
from lms.learning.reading import Reader
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.site import content
from lms.web.site.layout import settings

TAKEN, CHANGED, HELD, UNFIT = "taken", "changed", "held", "unfit"
"""What became of an event: it counts (also when it did before); its question is another one by now; its module waits for others; it is
none of ours. A phone forgets an event for each of them."""
LONGEST_SECONDS = 3600.0
OLDEST_MS = 60 * 24 * 3600 * 1000
"""Of an answer: what is said to be older is dated so far back. A guest's ticket lasts as long."""
KINDS = ("answer", "read", "end")


@dataclass(frozen=True)
class PhoneEvent:
    """One thing done on a phone. given_at: by this site's clock. response: of an answer, in the fields of its form."""

    uuid: UUID
    kind: str
    course: str
    module: str
    language: str
    given_at: datetime
    item: str = ""
    version: str = ""
    seconds: float = 0.0
    screen: int = 0
    response: Mapping[str, Sequence[str]] | None = None


def read_event(document: Any, sent_at: int, now: datetime) -> PhoneEvent:
    """sent_at: milliseconds by the phone's clock as it sent; only the time between is believed, so that a wrong clock does no harm.

    Raises ValueError for anything that no page of ours writes.
    """
    if not isinstance(document, dict) or document.get("kind") not in KINDS or document.get("language") not in locales.LANGUAGES:
        raise ValueError("no event")
    words = {name: document.get(name, "") for name in ("course", "module", "item", "version")}
    if any(not isinstance(value, str) or len(value) > 100 for value in words.values()):
        raise ValueError("words")
    age_ms, seconds, screen = sent_at - _whole(document.get("at")), document.get("seconds", 0), document.get("screen", 0)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise ValueError("seconds")
    return PhoneEvent(
        uuid=UUID(str(document.get("id"))),
        kind=document["kind"],
        language=document["language"],
        given_at=now - timedelta(milliseconds=min(max(age_ms, 0), OLDEST_MS)),
        seconds=max(0.0, min(float(seconds), LONGEST_SECONDS)),
        screen=_whole(screen),
        response=_fields(document.get("response")) if document["kind"] == "answer" else None,
        **words,
    )


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 10**15:
        raise ValueError("a number")
    return int(value)


def _fields(value: Any) -> dict[str, list[str]]:
    if not isinstance(value, dict) or len(value) > 60:
        raise ValueError("fields")
    for name, given in value.items():
        if not isinstance(given, list) or len(given) > 60 or any(not isinstance(one, str) or len(one) > 400 for one in given):
            raise ValueError(name)
    return value


def take(who: Presence, event: PhoneEvent) -> str:
    """Keep one event of this learner; the same one again changes nothing."""
    course = content.catalogue().courses.get(event.course)
    if course is None or event.module not in course.modules:
        return CHANGED
    module = content.module(event.course, event.module, event.language)
    reader = Reader(who, course, module, content.titles(module.key), settings().home_page, event.given_at)
    if prerequisites.missing(reading_session(), who.learner_id, who.role, course, module):
        return HELD
    if event.kind == "answer":
        return _answer(reader, event)
    if event.kind == "read":
        submit(lambda work: _read(work, reader, event.screen))
        return TAKEN if 1 <= event.screen <= reader.screens else CHANGED
    submit(lambda work: reading.finish(work, reader))
    return TAKEN


def _read(work: Session, reader: Reader, last: int) -> None:
    for screen in range(1, min(last, reader.screens) + 1):
        reading.go_on(work, reader, screen)


def _answer(reader: Reader, event: PhoneEvent) -> str:
    item: Item | None = next((one for one in practice_items(reader.module) if one.key == event.item), None)
    if reading_session().scalar(select(Attempt.id).where(Attempt.uuid == event.uuid)) is not None:
        return TAKEN
    if item is None or item.version != event.version:
        return CHANGED
    try:
        response = from_form(item, event.response or {})
        one_mark = mark(item, response)
    except ResponseUnfit:
        return UNFIT
    given = Answer(item, in_each_language(content.catalogue(), reader.module, item), response, one_mark, 0, event.seconds)
    submit(lambda work: _write(work, reader, given, event.uuid))
    return TAKEN


def _write(work: Session, reader: Reader, given: Answer, uuid: UUID) -> None:
    """Asked again inside the writer: two tabs may have sent the same answer at once."""
    if work.scalar(select(Attempt.id).where(Attempt.uuid == uuid)) is not None:
        return
    place = reading.enter(work, reader)
    number = answering.count(work, place.registration, reader.module.key, given.item.key) + 1
    answering.answer(work, reader, replace(given, number=number), uuid=uuid)
