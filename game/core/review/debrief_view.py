"""The look back at a week: what went well, the days, and what the same luck would have given with another choice."""

from dataclasses import dataclass

from game.core.views.view import Line, Message, Option


@dataclass(frozen=True, slots=True)
class Compass:
    """safety, comfort or confidence (adherence with tablets). level 1-3 (None: nothing to tell); value 0-1. Never added up."""

    key: str
    level: int | None
    value: float | None
    label: Line
    word: Line


@dataclass(frozen=True, slots=True)
class DebriefDay:
    """One day of the strip. badge: "", green, amber or red."""

    cycle_day: int
    title: Line
    lines: tuple[Line, ...]
    is_key: bool
    badge: str
    sources: tuple[str, ...] = ()
    why: Line | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The same luck, one other choice: the question, what would have happened. chance: said of every urgent sign beside it."""

    question: Line
    answer: Line
    icon: str
    chance: Line | None = None


@dataclass(frozen=True, slots=True)
class LaneDay:
    """One day in two weeks with the same luck: as it was, and with the one change. is_same: nothing differs."""

    title: Line
    lines: tuple[Line, ...]
    other_lines: tuple[Line, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class Lanes:
    """The week that was and the other one, day by day; to be shown on request. note: what is to be known before opening them."""

    days: tuple[LaneDay, ...]
    note: Line | None


@dataclass(frozen=True, slots=True)
class Recall:
    """One retrieval question: options, the right one, and what to say after."""

    text: Line
    options: tuple[Option, ...]
    right: str
    feedback: Line


@dataclass(frozen=True, slots=True)
class Debrief:
    """All of it. went_well has at least one true thing. tip: printable, for tomorrow in real life. module: where to read on.

    missed_skills: keys of what the urgent signs that nobody was told of ask for; each once, in their order.

    hinge: what the week hinged on, always said first; with tone care it stands before any praise. also: further urgent signs.
    """

    title: Line
    hinge: Line
    hinge_tone: str
    also: tuple[Line, ...]
    went_well: tuple[Line, ...]
    days: tuple[DebriefDay, ...]
    what_if: WhatIf | None
    net: Line | None
    attribution: Line | None
    compasses: tuple[Compass, ...]
    right_reasons: int
    false_alarms: int
    calls: Line
    who_helps: tuple[Line, ...]
    sources: tuple[str, ...]
    tip: Line
    module: str
    recall: Recall | None
    report: Line
    tip_sources: tuple[str, ...] = ()
    more: Line | None = None  # the next difficulty may be offered
    missed_skills: tuple[str, ...] = ()
    wish: Line | None = None  # what became of it
    own_wish: Line | None = None  # of the relative who plays
    lanes: Lanes | None = None
    turned_at: tuple[int, str] | None = None  # day of the cycle and slot of the turning point: one may play again from there
    turned_at_words: Line | None = None
    recalls: tuple[Message, ...] = ()  # of decisions that nobody has spoken of yet
