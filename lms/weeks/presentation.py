"""From a week's view to what a page draws: the picture, choices in groups, which part of the page is open. No rule stands here."""

from dataclasses import dataclass

from flask import url_for

from courses.errors import UnknownContent
from game import art
from lms.safety.game_words import book, say
from lms.web.current_site import current_site
from lms.web.routing import locales
from lms.web.site import content
from lms.weeks.play_documents import StoredPlay


@dataclass(frozen=True)
class FormTargets:
    """Where the forms of a moment go, and what they carry. sealed: the whole week, when no row of the site keeps it."""

    action: str
    turn: int
    sealed: str = ""
    pause: str = ""
    report: str = ""
    card: str = ""
    back: str = ""


def pronoun(look: str) -> str:
    """The pronoun a drawing suggests, until the player says otherwise."""
    return "he" if art.look(look).figure == "man" else "she"


@dataclass(frozen=True)
class Reading:
    """A module to read after the week."""

    address: str
    title: str


def module(key: str) -> Reading | None:
    """Where to read on; None when this instance does not show that module."""
    catalogue = content.catalogue()
    try:
        module = catalogue.module(key, locales.current())
    except UnknownContent:
        return None
    course = next((course for course in catalogue.courses.values() if key in course.modules), None)
    return None if course is None else Reading(url_for("learning.module", course_key=course.key, module_key=key), module.title)


def following(play: StoredPlay) -> tuple[int, str] | None:
    """Number and title of the campaign's next week; None after the last."""
    weeks = {plan.number for plan in book().campaigns[play.campaign].weeks}
    number = play.week + 1
    return (number, say(f"campaign.{play.campaign}.week.{number}.title", name=play.name)) if number in weeks else None


def sources(keys: tuple[str, ...]) -> list[str]:
    """References as people read them: organisation, title, year."""
    known = content.catalogue().references
    found = [known[key] for key in keys if key in known]
    return [", ".join(str(part) for part in (source.organisation, source.title, source.year) if part) for source in found]


def looks() -> list[tuple[str, str, str, str]]:
    """Key, first name, portrait and what it shows, of each look the player may choose."""
    drawn = {key: art.portrait(current_site().picture_parts, art.look(key), "smiling", prefix=f"look-{key}") for key in book().looks}
    return [(key, say(f"pages.first_name.{key}"), svg, say(f"look.{key}")) for key, svg in drawn.items()]
