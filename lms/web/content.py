"""The catalogue of this site, loaded once when the site starts."""

from flask import current_app

from courses.catalogue import Catalogue
from courses.errors import UnknownContent
from courses.library import LANGUAGES
from courses.model.content import Course, Item, Module
from lms.errors import NotFound
from lms.web import locales


def catalogue() -> Catalogue:
    found: Catalogue = current_app.extensions["catalogue"]
    return found


def course(key: str) -> Course:
    """Raises NotFound."""
    try:
        return catalogue().course(key)
    except UnknownContent as error:
        raise NotFound from error


def module(course_key: str, key: str, language: str | None = None) -> Module:
    """A module of a course, in the page's language. Raises NotFound when the course has no such module."""
    if key not in course(course_key).modules:
        raise NotFound
    return catalogue().module(key, language or locales.current())


def item(of: Module, number: int) -> Item:
    """A practice item by its place, from 1. Raises NotFound."""
    if not 1 <= number <= len(of.items):
        raise NotFound
    return of.items[number - 1]


def titles(key: str) -> dict[str, str]:
    """A module's title in each language it is shown in."""
    found = {language: catalogue().modules.get((key, language)) for language in LANGUAGES}
    return {language: made.title for language, made in found.items() if made is not None and made.freshness != "missing"}
