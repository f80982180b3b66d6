"""What a symptom page shows, as values: bands by urgency, texts on what helps, sources."""

from dataclasses import dataclass

from courses.errors import UnknownContent
from courses.model.content import Module, Reference, Screen, Urgency
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
    """The bands that hold a sign."""
    rows = ((key, urgency, tuple(sign for sign in symptom.signs if sign.urgency == urgency)) for key, urgency in BANDS)
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


def sources(catalogue: Catalogue, symptom: Symptom) -> tuple[Reference, ...]:
    """Every source of the page's signs, once each, in the order of the signs."""
    keys = dict.fromkeys(key for sign in symptom.signs for key in sign.references)
    return tuple(catalogue.references[key] for key in keys if key in catalogue.references)


def parts(index: SymptomIndex, language: str) -> tuple[Part, ...]:
    """The index by part of the body; a part without a page is left out."""
    rows = ((title[language], tuple(symptom for symptom in index.symptoms if symptom.part == key)) for key, title in index.parts.items())
    return tuple(Part(*row) for row in rows if row[1])


def near(index: SymptomIndex, symptom: Symptom) -> tuple[Symptom, ...]:
    """The other pages of the same part of the body."""
    return tuple(one for one in index.symptoms if one.part == symptom.part and one is not symptom)


def words(index: SymptomIndex, language: str) -> tuple[tuple[str, Symptom], ...]:
    """Other words that lead to a page, from A to Z as readers of the language order them."""
    rows = [(word, symptom) for symptom in index.symptoms for word in symptom.words[language]]
    return tuple(sorted(rows, key=lambda row: fold(row[0])))
