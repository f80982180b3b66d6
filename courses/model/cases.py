"""A case: a short scene at a professional's telephone, counter or consultation, whose truth the seed draws; as authored data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal, TypeVar

from courses.model.content import Urgency

PROFESSIONS = ("gp", "pharmacist")
PLACES = ("telephone", "counter", "consultation")
Moment = Literal["ask", "look", "decide", "say", "over"]
MOMENTS: tuple[Moment, ...] = ("ask", "look", "decide", "say", "over")
CHOOSING: tuple[Moment, ...] = ("decide", "say")
"""The moments whose options are right, unsafe or neither."""
Verdict = Literal["right", "other", "unsafe"]
ALL = "all"
"""The last part of the key of words that hold whatever the truth is."""
QUESTIONS = 2
"""How many questions one may ask before deciding."""


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """Something to ask. Its words are case.<case>.ask.<key>.label, each answer at case.<case>.ask.<key>.<truth>."""

    key: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """Something to look up: a leaflet, a written plan, a table of interactions, as text at case.<case>.look.<key>.…"""

    key: str
    sources: tuple[str, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class CaseOption:
    """One way to decide, or to say it. urgency: how fast it acts, only where moment is decide; truths: those it is offered in, empty: all.

    Its words are case.<case>.option.<key>.label; what is said of it afterwards stands at .all or .<truth>.
    """

    key: str
    moment: Moment
    urgency: Urgency | None = None
    truths: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    line: int = 1

    def is_offered(self, truth: str) -> bool:
        return not self.truths or truth in self.truths


@dataclass(frozen=True, slots=True)
class CaseTruth:
    """What is the matter this time. rows: of the triage register, empty where no sign is shown; right, unsafe: keys of options.

    sources: of its last word, case.<case>.truth.<key>.why.
    """

    key: str
    rows: tuple[str, ...]
    right: tuple[str, ...]
    unsafe: tuple[str, ...]
    sources: tuple[str, ...] = ()
    line: int = 1

    def verdict(self, option: str) -> Verdict:
        if option in self.right:
            return "right"
        return "unsafe" if option in self.unsafe else "other"


Part = TypeVar("Part", CaseQuestion, CaseDocument, CaseOption)


@dataclass(frozen=True, slots=True)
class Case:
    """One case. objective: a key of objectives.yml; module: where one reads about it; path: of its French file."""

    key: str
    version: str
    state: str
    expires: str
    profession: str
    place: str
    objective: str
    module: str
    truths: tuple[CaseTruth, ...]
    questions: tuple[CaseQuestion, ...]
    documents: tuple[CaseDocument, ...]
    options: tuple[CaseOption, ...]
    path: str = ""

    def truth(self, key: str) -> CaseTruth:
        """Raises KeyError when there is none of that key."""
        return next_of_key(self.truths, key)

    def option(self, key: str) -> CaseOption:
        """Raises KeyError when there is none of that key."""
        return next_of_key(self.options, key)

    def options_in(self, moment: Moment, truth: str) -> tuple[CaseOption, ...]:
        """The options of a moment, in the order of the file."""
        return tuple(option for option in self.options if option.moment == moment and option.is_offered(truth))

    def in_order(self, parts: Iterable[Part], seed: int) -> tuple[Part, ...]:
        """The parts in the order to show: mixed, so that no place gives the answer away; the same for the same seed."""
        return tuple(sorted(parts, key=lambda one: blake2b(f"{seed}|{self.key}|{one.key}".encode(), digest_size=8).digest()))

    @property
    def parts_with_sources(self) -> tuple[CaseDocument | CaseOption | CaseTruth, ...]:
        return (*self.documents, *self.options, *self.truths)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every key of the register of references that the case cites, once."""
        return tuple(dict.fromkeys(key for part in self.parts_with_sources for key in part.sources))


Keyed = TypeVar("Keyed", CaseTruth, CaseOption)


def next_of_key(parts: Iterable[Keyed], key: str) -> Keyed:
    for part in parts:
        if part.key == key:
            return part
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of the triage register as a case shows it. words: by language."""

    number: int
    urgency: Urgency
    words: Mapping[str, str]


@dataclass(frozen=True)
class CaseBook:
    """The cases an instance may show, with their words: language -> key -> text, in which the site rule's values already stand."""

    cases: Mapping[str, Case] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: Mapping[str, CaseRow] = field(default_factory=dict)

    def of_profession(self, profession: str) -> tuple[Case, ...]:
        return tuple(case for case in self.cases.values() if case.profession == profession)

    def text(self, language: str, key: str) -> str:
        """Raises KeyError for a key no case has: the reader sees that none of a shown case is missing."""
        return self.words[language][key]

    def key_of(self, base: str, truth: str) -> str:
        """Where the words stand that hold for this truth: below its own name, or for all truths. "" where nothing is said."""
        words = self.words.get("fr", {})
        return next((key for key in (f"{base}.{truth}", f"{base}.{ALL}") if key in words), "")
