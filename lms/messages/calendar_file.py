"""A calendar of due dates as RFC 5545 text, by the library icalendar: whole days, the same ids at each look."""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from lms.cohorts.assignments import DueItem


@dataclass(frozen=True)
class CalendarWords:
    """What the calendar says. name: of the whole; summary: of one entry; note: in each; address: where what is due stands."""

    name: str
    summary: Callable[[DueItem], str]
    note: str
    address: str


def text(entries: Iterable[DueItem], words: CalendarWords, secret: str, host: str) -> bytes:
    """The whole file. secret: for ids that tell nothing of whom or what they are about."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hors les murs//due dates//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for due in entries:
        calendar.add_component(_event(due, words, secret, host))
    return bytes(calendar.to_ical())


def _event(due: DueItem, words: CalendarWords, secret: str, host: str) -> Event:
    """One whole day: DTEND is the next one. UID and DTSTAMP are given, since the library leaves them out or draws new ones."""
    event = Event()
    mark = hmac.digest(secret.encode(), f"calendar\0{due.assignment_uuid}\0{due.learner_id}".encode(), "sha256").hex()[:32]
    event.add("uid", f"{mark}@{host}")
    event.add("dtstamp", _second(due.assigned_at))
    event.add("dtstart", due.due_on)
    event.add("dtend", due.due_on + timedelta(days=1))
    event.add("summary", words.summary(due))
    event.add("description", words.note)
    event.add("url", words.address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
