"""Symptom pages as values: the signs of the triage register that belong together, for every treatment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from courses.model.content import Urgency


@dataclass(frozen=True, slots=True)
class Sign:
    """One row of the triage register as a page shows it.

    words, treatments: by language; treatments is empty for a sign that holds whatever the treatment. references: keys of its sources.
    """

    key: str
    urgency: Urgency
    words: Mapping[str, str]
    treatments: Mapping[str, str]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Symptom:
    """One page. title, words: by language; part: a key of the index's parts; slugs: its address in each language.

    signs: the most urgent first. helps: (module, screen) of texts on what helps. situations, cards: keys of the game's.
    """

    key: str
    part: str
    title: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    slugs: Mapping[str, str]
    signs: tuple[Sign, ...]
    helps: tuple[tuple[str, str], ...] = ()
    situations: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()

    @property
    def references(self) -> tuple[str, ...]:
        """Keys of the sources of its signs, once each, in the order of the signs."""
        return tuple(dict.fromkeys(key for sign in self.signs for key in sign.references))


@dataclass(frozen=True, slots=True)
class SymptomIndex:
    """All pages. parts: titles of the parts of the body by language, in the index's order.

    today, foot: the register's own words by language; read_on: the day its sources were read; expires: its last day.
    """

    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    symptoms: tuple[Symptom, ...] = ()
    today: Mapping[str, str] = field(default_factory=dict)
    foot: Mapping[str, str] = field(default_factory=dict)
    read_on: date | None = None
    expires: date | None = None

    def __bool__(self) -> bool:
        return bool(self.symptoms)

    def by_slug(self, slug: str, language: str) -> Symptom | None:
        return next((symptom for symptom in self.symptoms if symptom.slugs[language] == slug), None)
