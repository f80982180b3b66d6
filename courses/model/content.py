"""Courses, modules, screens and items as authors wrote them, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, get_args

from courses.model.passing import PassingRule
from courses.sentences import Sentence

Audience = Literal["patient", "caregiver", "gp", "pharmacist"]
CARED_FOR: tuple[Audience, ...] = ("patient", "caregiver")
"""Those for whom calling is never wrong."""
PROFESSIONALS: tuple[Audience, ...] = ("gp", "pharmacist")
"""Those who may meet a mark."""
State = Literal["draft", "in_review", "published", "expired", "withdrawn"]
Kind = Literal["single", "multi", "number", "short", "order", "match", "cloze", "survey"]
Spelling = Literal["", "exact", "slip"]
Freshness = Literal["source", "current", "stale", "stale-safety", "draft", "machine", "missing"]
Verdict = Literal["right", "other", "possible", "unsafe", "none"]
"""possible: neither right nor wrong. No author writes it: it is what a call that was not needed is worth in a module for patients or
caregivers (`courses.library.assembly`)."""
BlockKind = Literal["text", "safety", "note", "good"]
Credential = Literal["attestation", "certificate"]
Form = Literal["practice", "A", "B", "C", "final"]
Urgency = Literal["emergency", "now", "today", "next"]
URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
"""How fast to act, the most urgent first: 15 or 112; the team or the on-call number at once; within 24 hours; the next contact."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing an author should know, where it stands; `severity` error keeps a module out or a check red."""

    path: str
    line: int
    code: str
    sentence: Sentence
    severity: Literal["error", "warning"] = "error"

    @property
    def message(self) -> str:
        """What is wrong and what to do, in English; `sentence.in_language` says it to her who reads French."""
        return str(self.sentence)

    def __str__(self) -> str:
        return self.line_in("en")

    def line_in(self, language: str) -> str:
        """As a terminal shows it, and an editor opens it: path:line: CODE message."""
        return f"{self.path}:{self.line}: {self.code} {self.sentence.in_language(language)}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as the register knows it."""

    key: str
    title: str
    organisation: str
    year: int | None
    address: str
    checked_on: date | None
    valid_until: date | None
    seen: str = ""
    """Whether its own words were read: excerpt, secondary or to-verify."""


def weak_sources(references: Mapping[str, Reference], *, is_published: bool) -> frozenset[str]:
    """The keys that hold no red flag alone: never one that could not be read, and once published none known second hand either."""
    weak = ("secondary", "to-verify") if is_published else ("to-verify",)
    return frozenset(key for key, reference in references.items() if reference.seen in weak)


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner can do afterwards; K01-K20 are the skills shared with the game.

    professional: the same for those who act for a patient, by language; empty where one wording serves both.
    """

    key: str
    text: Mapping[str, str]
    is_critical: bool = False
    professional: Mapping[str, str] = field(default_factory=dict)

    def for_readers(self, audience: str) -> "Objective":
        """The objective in the words of that audience: a GP checks a product before a patient takes it, and takes none."""
        return replace(self, text=self.professional) if self.professional and audience not in CARED_FOR else self


@dataclass(frozen=True, slots=True)
class Block:
    """A run of Markdown inside a screen. kind: text, safety, note or good; `key` names a safety block in both languages.

    language differs from the module's when a stale safety block is replaced by the source's.
    """

    kind: BlockKind
    markdown: str
    line: int
    language: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a learner sees at once: a title and a few blocks."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, one row to put in order, or one left side to match (`pair` is its right side).

    urgency: how fast the choice acts, in the words of the triage register (`next`: at the next contact, or not at all); empty where
    the item asks something else. row: the register's row of a left side to match; the other kinds name theirs on the item.
    """

    key: str
    text: str
    verdict: Verdict
    feedback: str
    line: int
    pair: str = ""
    miss: str = ""
    # Outside the repr, as the item's note_lines are.
    urgency: str = field(default="", repr=False)
    row: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """One hole of a cloze; the first choice is the right one."""

    key: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to answer.

    version: 12 hex digits over the text as shown, its marks and the site's values; a change makes a new one.
    only_when: fever.second or fever.once, the rules it is for; reading and expect: what a temperature means, checked under the active rule.
    rows: keys of the triage register's rows whose sign the question shows; ("none",) where an author says that it shows none.
    spelling: of a short answer, which signs count (courses.items.spellings).
    """

    key: str
    module: str
    kind: Kind
    question: str
    language: str
    version: str
    form: Form = "practice"
    options: tuple[Option, ...] = ()
    gaps: tuple[Gap, ...] = ()
    answer: float | None = None
    tolerance: float = 0.0
    unit: str = ""
    hint: str = ""
    explanation: str = ""
    references: tuple[str, ...] = ()
    objective: str = ""
    is_safety: bool = False
    is_review_card: bool = False
    is_case: bool = False
    is_shuffled: bool = False
    only_when: str = ""
    reading: float | None = None
    expect: str = ""
    line: int = 1
    # Outside the repr: stamps of translations are hashes of it (freshness.items_hash).
    note_lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    rows: tuple[str, ...] = field(default=(), repr=False)
    spelling: Spelling = field(default="", repr=False)

    def line_of(self, mark: str) -> int:
        """The line of `?`, `=` or `@`; the item's own when it has none."""
        return self.note_lines.get(mark, self.line)

    @property
    def triage_rows(self) -> frozenset[str]:
        """Every row of the triage register on which the answer rests; empty for an item that shows no sign."""
        return frozenset({*self.rows, *(option.row for option in self.options)}) - {"", "none"}

    @property
    def unsafe_keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.verdict == "unsafe")

    @property
    def possible_keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.verdict == "possible")

    @property
    def right_keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.verdict == "right")


@dataclass(frozen=True, slots=True)
class Module:
    """One module in one language, with what the structure says of it.

    screens hold the language's text; stale safety blocks were already replaced by the source's.
    simple: the easy version's screens, "version simple, non testée"; empty when there is none.
    items: practice; forms: A, B, C and final by name. Items that the active site rule makes false are left out (`withdrawn`).
    """

    key: str
    course: str
    audience: Audience
    language: str
    title: str
    summary: str
    version: str
    state: State
    minutes: int
    is_critical: bool
    objectives: tuple[str, ...]
    requires: tuple[str, ...]
    authors: tuple[str, ...]
    reviewers: tuple[str, ...]
    reviewed_on: date | None
    expires: date | None
    references: tuple[str, ...]
    screens: tuple[Screen, ...]
    freshness: Freshness
    path: str
    simple: tuple[Screen, ...] = ()
    items: tuple[Item, ...] = ()
    forms: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()

    def item(self, key: str) -> Item:
        """Raises KeyError when no practice, form or final item has this key."""
        for pool in (self.items, *self.forms.values()):
            for item in pool:
                if item.key == key:
                    return item
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Course:
    """An ordered list of modules for one audience. `modules` are keys; ask the catalogue for a language's text.

    passing: the rule of its final test; None for patients and caregivers, who never meet one, and where none is written.
    """

    key: str
    audience: Audience
    title: Mapping[str, str]
    summary: Mapping[str, str]
    version: str
    credential: Credential
    modules: tuple[str, ...]
    passing: PassingRule | None = None
