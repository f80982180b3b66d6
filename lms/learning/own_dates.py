"""What a learner was asked to do and by when, on her own pages: in words, with the one thing to do next first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms.accounts.models import PATIENT_ROLES
from lms.accounts.presence import present
from lms.cohorts import assignments
from lms.cohorts.assignments import DueItem
from lms.cohorts.models import COURSE
from lms.learning.standing import CourseStanding
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.site import content


@dataclass(frozen=True)
class OwnDate:
    """One thing asked of her. row: where she stands in the course; None for a campaign. lateness is said to professionals alone."""

    item: DueItem
    title: str
    address: str
    row: CourseStanding | None
    days_left: int
    shows_lateness: bool

    @property
    def is_done(self) -> bool:
        return self.item.is_done

    @property
    def is_late(self) -> bool:
        return self.shows_lateness and not self.is_done and self.days_left < 0

    @property
    def is_test_left(self) -> bool:
        """All modules are done; the final test is what is left."""
        row = self.row
        return not self.is_done and row is not None and row.next is None and row.course.passing is not None


def of_present(rows: Sequence[CourseStanding]) -> list[OwnDate]:
    """What is asked of whoever is here, what is open first, then by day; each course or campaign once, as its first open day says."""
    day, who = assignments.today(now()), present()
    first: dict[tuple[str, str], OwnDate] = {}
    for item in assignments.of_learner(reading_session(), who.learner_id):
        own = _own(item, rows, day, shows_lateness=who.role not in PATIENT_ROLES)
        if own is not None:
            first.setdefault((item.kind, item.key), own)
    return list(first.values())


def _own(item: DueItem, rows: Sequence[CourseStanding], day: date, *, shows_lateness: bool) -> OwnDate | None:
    """None for a course or campaign that the site no longer shows."""
    row = next((one for one in rows if item.kind == COURSE and one.course.key == item.key), None)
    game = content.catalogue().game
    if row is not None:
        title, address = row.course.title[locales.current()], url_for("learning.course", course_key=item.key)
    elif item.kind != COURSE and game is not None and item.key in game.campaigns:
        title, address = campaign_title(item.key), url_for("weeks.home")
    else:
        return None
    return OwnDate(item, title, address, row, item.days_left(day), shows_lateness)


def campaign_title(key: str) -> str:
    """What a campaign of the game is called, in the language of the page; its key where the game has no such words."""
    game, language = content.catalogue().game, locales.current()
    place = f"campaign.{key}.title"
    if game is None or not game.has_text(language, place):
        return key.capitalize()
    return game.text(language, place, **game.character[language])


def next_of(dates: Sequence[OwnDate]) -> OwnDate | None:
    """The open one with the nearest day."""
    return next((one for one in dates if not one.is_done), None)


def next_row(rows: Sequence[CourseStanding], dates: Sequence[OwnDate]) -> CourseStanding | None:
    """The course to go on with: the one asked for by the nearest day, else the first that was begun and is not done."""
    due_row = next((one.row for one in dates if not one.is_done and one.row is not None and one.row.next is not None), None)
    return due_row or next((row for row in rows if row.is_registered and row.next), None)
