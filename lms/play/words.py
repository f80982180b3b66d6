"""The game's words in the page's language: the same keys as in the window."""

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.view import Line
from lms.web import content, locales


def book() -> Book:
    """The book of the site's rule, loaded with the catalogue."""
    found = content.catalogue().game
    assert found is not None  # noqa: S101 - a site without the game's numbers does not start
    return found


def rule() -> SiteRule:
    return content.rule()


def say(key: str, /, **values: object) -> str:
    return book().text(locales.current(), key, **values)


def line(words: Line) -> str:
    return say(words.key, **words.values)
