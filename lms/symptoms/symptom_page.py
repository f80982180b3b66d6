"""What a symptom page shows, as values: bands by urgency, texts on what helps, sources."""

from dataclasses import dataclass

from courses.errors import UnknownContent
from courses.model.content import Module, Screen, Urgency
from courses.model.game import Book
from courses.model.symptoms import Sign, Symptom, SymptomIndex
from courses.serving.catalogue import Catalogue
from courses.text.search_terms import fold
from lms.safety.game_words import usual_names

BANDS: tuple[tuple[str, Urgency], ...] = (("now15", "emergency"), ("now", "now"), ("today", "today"), ("note", "next"))
"""Class of the band (as on the sheet) and the urgency of its signs, the most urgent first."""


@dataclass(frozen=True)
class Band:
    key: str
    urgency: Urgency
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class HelpText:
    """A screen of a module that says what helps. The module says its own draft state, language and sources."""

    module: Module
    screen: Screen


@dataclass(frozen=True)
class GameLinks:
    """What the game shows of a sign. scenes: (key, title) of situations of the workshop; cards: (title, text) of the morning cards."""

    scenes: tuple[tuple[str, str], ...] = ()
    cards: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.scenes or self.cards)


@dataclass(frozen=True)
class Part:
    """One part of the body in the index, with its pages in the file's order."""

    title: str
    symptoms: tuple[Symptom, ...]


def bands(symptom: Symptom) -> tuple[Band, ...]:
    """The bands that hold a sign. In each, what holds for everybody stands before what holds for single treatments."""
    signs = sorted(symptom.signs, key=lambda sign: bool(sign.treatments))
    rows = ((key, urgency, tuple(sign for sign in signs if sign.urgency == urgency)) for key, urgency in BANDS)
    return tuple(Band(*row) for row in rows if row[2])


def help_texts(catalogue: Catalogue, symptom: Symptom, language: str) -> tuple[HelpText, ...]:
    """What this instance may show of the texts the page names; in the source language where there is no translation."""
    texts = []
    for key, screen_key in symptom.helps:
        try:
            module = catalogue.module(key, language)
        except UnknownContent:
            continue
        texts += [HelpText(module, screen) for screen in module.screens if screen.key == screen_key]
    return tuple(texts)


def of_game(book: Book | None, symptom: Symptom, language: str) -> GameLinks:
    """What this instance may show of the game, in the words for its usual character; nothing where there is no game."""
    if book is None or not book.campaigns:
        return GameLinks()
    names = usual_names(book, language)
    played = [key for key in symptom.situations if key in book.situations and _story_of(book, key)]
    scenes = tuple((key, book.text(language, f"situation.{key}.title", **names)) for key in played)
    cards = [key for key in symptom.cards if key in book.cards]
    texts = tuple((book.text(language, f"card.{key}.title", **names), book.text(language, f"card.{key}.text", **names)) for key in cards)
    return GameLinks(scenes, texts)


def _story_of(book: Book, key: str) -> bool:
    return any(book.situations[key].fits(story) for story in book.campaigns.values())


def parts(index: SymptomIndex, language: str) -> tuple[Part, ...]:
    """The index by part of the body; a part without a page is left out."""
    rows = ((title[language], tuple(symptom for symptom in index.symptoms if symptom.part == key)) for key, title in index.parts.items())
    return tuple(Part(*row) for row in rows if row[1])


def near(index: SymptomIndex, symptom: Symptom) -> tuple[Symptom, ...]:
    """The other pages of the same part of the body."""
    return tuple(one for one in index.symptoms if one.part == symptom.part and one is not symptom)


def words(symptom: Symptom, language: str) -> tuple[str, ...]:
    """Other words that lead to a page, from A to Z as readers of the language order them."""
    return tuple(sorted(symptom.words[language], key=fold))
