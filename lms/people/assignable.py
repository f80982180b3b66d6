"""What can be given to people: the courses that the site shows and the campaigns of its game, by title."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.cohorts.assigning import Shelf
from lms.cohorts.models import CAMPAIGN, COURSE, Assignment, Registration
from lms.learning import own_dates, reading
from lms.web.routing import locales
from lms.web.site import content
from lms.web.site.layout import settings


def shelf() -> Shelf:
    """What the writer needs of this site; take it before the writer is asked."""
    return Shelf(dict(content.catalogue().courses), settings().home_page)


def titles() -> Mapping[tuple[str, str], str]:
    """(kind, key) -> title, in the language of the page."""
    game = content.catalogue().game
    courses = {(COURSE, key): course.title[locales.current()] for key, course in content.catalogue().courses.items()}
    return {**courses, **{(CAMPAIGN, key): own_dates.campaign_title(key) for key in (game.campaigns if game else ())}}


def title_of(kind: str, key: str) -> str:
    """The key itself when the site no longer shows it."""
    return titles().get((kind, key), key)


def choices(first: str = "") -> list[tuple[str, str]]:
    """(value, words) for a select, the course with this key first."""
    rows = sorted(titles().items(), key=lambda pair: (pair[0] != (COURSE, first), pair[0][0] != COURSE, pair[1]))
    return [(f"{kind}:{key}", words) for (kind, key), words in rows]


def choice_of(value: str) -> tuple[str, str] | None:
    """kind and key of a choice; None for what the site does not offer."""
    kind, _, key = value.partition(":")
    return (kind, key) if (kind, key) in titles() else None


def note_finished(work: Session, row: Assignment, now: datetime, shelf: Shelf) -> None:
    """Runs of a course without a test that were done before this was noted count as done from now on. Call it inside the writer."""
    course = shelf.courses.get(row.key) if row.kind == COURSE else None
    if course is None or course.passing is not None:
        return
    open_runs = select(Registration).where(Registration.kind == COURSE, Registration.key == row.key, Registration.finished_at.is_(None))
    for registration in work.scalars(open_runs):
        reading.note_finished(work, registration, course, now)
