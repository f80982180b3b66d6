"""What a platform may open here, written `course/KEY`, `module/COURSE/KEY` or `campaign/KEY`; empty for the home page."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from courses.model.content import Course
from lms.safety.game_words import say
from lms.web.routing import locales
from lms.web.site import content

HOME = ""


@dataclass(frozen=True)
class Choice:
    """One thing a teacher may choose. is_course: a whole course, before its modules."""

    wish: str
    title: str
    is_course: bool = False


def address(wish: str) -> str | None:
    """The page in the language of this request; None when this site does not have it."""
    kind, _slash, rest = wish.partition("/")
    if wish == HOME:
        return url_for("home.home")
    if kind == "course" and rest in content.catalogue().courses:
        return url_for("learning.course", course_key=rest)
    course_key, _slash, key = rest.partition("/")
    if kind == "module" and key in _modules(course_key):
        return url_for("learning.module", course_key=course_key, module_key=key)
    week = _first_week(rest) if kind == "campaign" else None
    return url_for("weeks.start", campaign=rest, week=week) if week is not None else None


def course_of(wish: str) -> Course | None:
    """The course whose end a result of this could be: of a whole course alone."""
    kind, _slash, rest = wish.partition("/")
    return content.catalogue().courses.get(rest) if kind == "course" else None


def course_around(wish: str) -> Course | None:
    """The course that a module is opened in; None for anything else."""
    kind, _slash, rest = wish.partition("/")
    course_key, _slash, key = rest.partition("/")
    return content.catalogue().courses.get(course_key) if kind == "module" and key in _modules(course_key) else None


def title(wish: str) -> str:
    """In the language of this request; empty for the home page and for what is not there."""
    return next((one.title for _group, choices in groups() for one in choices if one.wish == wish), "")


def groups() -> Iterator[tuple[str, list[Choice]]]:
    """Every course with its modules, then the campaigns of the game: title of the group, and what may be chosen."""
    language, catalogue = locales.current(), content.catalogue()
    for key, course in catalogue.courses.items():
        modules = [Choice(f"module/{key}/{one}", catalogue.module(one, language).title) for one in _modules(key)]
        yield course.title[language], [Choice(f"course/{key}", course.title[language], is_course=True), *modules]
    campaigns = catalogue.game.campaigns if catalogue.game is not None else ()
    if campaigns:
        yield "", [Choice(f"campaign/{key}", say(f"campaign.{key}.title")) for key in campaigns]


def _modules(course_key: str) -> list[str]:
    course = content.catalogue().courses.get(course_key)
    shown = {key for key, _language in content.catalogue().modules}
    return [key for key in course.modules if key in shown] if course is not None else []


def _first_week(campaign: str) -> int | None:
    game = content.catalogue().game
    found = game.campaigns.get(campaign) if game is not None else None
    return found.weeks[0].number if found is not None and found.weeks else None
