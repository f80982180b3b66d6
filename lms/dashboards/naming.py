"""The title of a thing of content that a report names by its key."""

from collections.abc import Callable

from flask import url_for

from courses.errors import UnknownContent
from courses.serving.catalogue import Catalogue
from lms.cmi5_modules import standing as packages
from lms.web.database.extensions import reading_session

PLACES: dict[str, tuple[str, ...]] = {
    "situation": ("situation.{key}.title",),
    "sign": ("sign.{key}.short", "alert.{key}.sheet"),
    "option": ("situation.{situation}.choice.{option}.label",),
    "campaign": ("campaign.{key}.title",),
}
"""Where the game's book keeps the words of a kind of thing; the first place that has some is used."""


def names(catalogue: Catalogue, language: str, audience: str = "patient") -> Callable[[str, str], str]:
    """A function (kind, key) -> title; the key itself when the content is gone. audience: of the learners a report is about."""

    def name(kind: str, key: str) -> str:
        try:
            if kind == "module":
                return packages.title_of(reading_session(), key, language) or catalogue.module(key, language).title
            if kind == "course":
                return _of_course(catalogue, language, key)
            if kind == "item":
                module, _, item = key.partition("/")
                return catalogue.item(module, item, language).question
            if kind == "response":
                module, item, option = key.split("/", 2)
                options = {option.key: option.text for option in catalogue.item(module, item, language).options}
                return options.get(option, option)
        except (UnknownContent, ValueError):
            return key
        if kind == "objective" and key in catalogue.objectives:
            return catalogue.objectives[key].for_readers(audience).text.get(language, key)
        return _of_game(catalogue, language, kind, key)

    return name


def where_written(catalogue: Catalogue, language: str) -> Callable[[str, str], str]:
    """A function (kind, key) -> address of the page where an item or a situation is written; empty for what is not there any more."""

    def address(kind: str, key: str) -> str:
        if kind == "item":
            module, _, item = key.partition("/")
            try:
                catalogue.item(module, item, language)
                path = catalogue.module(module, language).path
            except UnknownContent:
                return ""
            return url_for("authoring.questions", file=f"{path.removesuffix('.md')}.items.md", _anchor=item)
        is_written = kind == "situation" and catalogue.game is not None and key in catalogue.game.situations
        return url_for("authoring.edit", file=f"{language}/situations/{key}.md") if is_written else ""

    return address


def _of_course(catalogue: Catalogue, language: str, key: str) -> str:
    """A course, or a campaign: both are assigned."""
    course = catalogue.courses.get(key)
    return _of_game(catalogue, language, "campaign", key) if course is None else course.title[language]


def _of_game(catalogue: Catalogue, language: str, kind: str, key: str) -> str:
    book = catalogue.game
    if book is None:
        return key
    situation, _, option = key.partition("/")
    for place in PLACES.get(kind, ()):
        text_key = place.format(key=key, situation=situation, option=option)
        if book.has_text(language, text_key):
            return book.text(language, text_key, **book.character[language])
    return key
