"""The game's words in the page's language: the same keys as in the window."""

from typing import Any

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.views.view import Line
from lms.errors import NotFound
from lms.web.routing import locales
from lms.web.site import content


def book() -> Book:
    """The book of the site's rule, loaded with the catalogue. Raises NotFound on a site whose game cannot be read."""
    game_book = content.catalogue().game
    if game_book is None:
        raise NotFound
    return game_book


def rule() -> SiteRule:
    return content.rule()


PRONOUNS = ("she", "She", "her", "his", "His", "e", "self", "one")
"""Places of the game's words that the usual character's pronoun fills."""


def usual_names(shown: Book, language: str) -> dict[str, object]:
    """What fills the places of the game's words outside of a play: the character the game begins with."""
    usual = shown.character[language]
    names: dict[str, object] = {"name": usual["name"], "relative": usual["relative"]}
    return names | {place: f"@pronoun.{usual['pronoun']}.{place}" for place in PRONOUNS}


def say(key: str, /, **values: object) -> str:
    return book().text(locales.current(), key, **values)


def line(words: Line) -> str:
    return say(words.key, **words.values)


def for_templates() -> dict[str, Any]:
    """What the templates of the game's pages and of the safety pages say their words with."""
    return {"say": say, "line": line}
