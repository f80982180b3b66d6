"""The catalogue of this site. A request sees one catalogue from its start to its end, also when the content is renewed meanwhile."""

from flask import Flask, g

from courses.errors import UnknownContent
from courses.library.content_folder import LANGUAGES
from courses.model.content import Course, Item, Module
from courses.model.rules import SiteRule
from courses.serving.catalogue import Catalogue
from lms.errors import NotFound
from lms.web.current_site import SiteContent, current_site
from lms.web.routing import locales
from lms.web.routing.request_values import request_values


def init(app: Flask) -> None:
    """Registered before every other check of the content, so that all of a request sees the same."""

    @app.before_request
    def take_snapshot() -> None:
        g.content = current_site().newest_content


def snapshot() -> SiteContent:
    """The content of this request; outside a request, the content at the first look."""
    content: SiteContent | None = request_values().get("content")
    if content is None:
        content = g.content = current_site().newest_content
    return content


def catalogue() -> Catalogue:
    return snapshot().catalogue


def rule() -> SiteRule:
    """The fever rule of this site."""
    return snapshot().rule


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
    sides = {language: catalogue().modules.get((key, language)) for language in LANGUAGES}
    return {language: side.title for language, side in sides.items() if side is not None and side.freshness != "missing"}
