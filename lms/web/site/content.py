"""The catalogue of this site. A request sees one catalogue from its start to its end, also when the content is renewed meanwhile."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g

from courses.errors import UnknownContent
from courses.library.content_folder import LANGUAGES
from courses.model.content import Course, Item, Module
from courses.model.rules import SiteRule
from courses.serving.catalogue import Catalogue
from lms.errors import NotFound
from lms.web.routing import locales


@dataclass(frozen=True, eq=False)
class SiteContent:
    """What one request shows. trouble: why the content could not be renewed; None when all is well."""

    catalogue: Catalogue
    trouble: Any = None

    @property
    def rule(self) -> SiteRule:
        return self.catalogue.rule


def init(app: Flask, loaded: Catalogue) -> None:
    """Show this catalogue from now on. Registered before every other check, so that all of a request sees the same."""
    show(app, SiteContent(loaded))

    @app.before_request
    def take_snapshot() -> None:
        g.site = current_app.extensions["content"]


def show(app: Flask, fresh: SiteContent) -> None:
    """Requests that begin from now on see this. The names beside `content` are for commands and tests, outside requests."""
    app.extensions["content"] = fresh
    app.extensions["catalogue"], app.extensions["rule"] = fresh.catalogue, fresh.rule


def site() -> SiteContent:
    """The content of this request; outside a request, the content at the first look."""
    if "site" not in g:
        g.site = current_app.extensions["content"]
    found: SiteContent = g.site
    return found


def catalogue() -> Catalogue:
    return site().catalogue


def rule() -> SiteRule:
    """The fever rule of this site."""
    return site().rule


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
