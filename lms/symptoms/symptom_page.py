"""What a symptom page shows, as values: bands by urgency, texts on what helps, sources."""

from dataclasses import dataclass

from courses.errors import UnknownContent
from courses.model.content import Module, Screen, Urgency
from courses.model.symptoms import Sign, Symptom, SymptomIndex
from courses.serving.catalogue import Catalogue
from courses.text.search_terms import fold

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
