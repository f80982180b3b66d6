"""The records that a save writes as lists of values, in order."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(slots=True)
class PlannedSituation:
    """A day of this week that brings a situation; slot and situation are "" until that morning."""

    day: int
    slot: str = ""
    situation: str = ""

    def to_row(self) -> list[Any]:
        return [self.day, self.slot, self.situation]


@dataclass(frozen=True, slots=True)
class RisingSymptom:
    """A grade that is still to show today."""

    slot: str
    symptom: str
    grade: int

    def to_row(self) -> list[Any]:
        return [self.slot, self.symptom, self.grade]


@dataclass(frozen=True, slots=True)
class Notification:
    """Something to read once. text, title, why: keys of words; values: what the words ask for; sources: keys of references."""

    kind: str
    text: str
    values: dict[str, Any]
    tone: str
    title: str
    why: str
    sources: list[str]

    def to_row(self) -> list[Any]:
        return [self.kind, self.text, dict(self.values), self.tone, self.title, self.why, list(self.sources)]


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the thread.

    kind: act (an answer), recall (of a decision), wish, own_wish (of the relative who plays), silence or unread.
    speaker: self, you, relative, nurse, pharmacist or box (of messages). how: helped, little, late or grave, of an act.
    text: a key of words, never words themselves; values: what the words ask for.
    """

    day: int
    slot: str
    kind: str
    speaker: str
    how: str
    text: str
    values: dict[str, Any]

    def to_row(self) -> list[Any]:
        return [self.day, self.slot, self.kind, self.speaker, self.how, self.text, dict(self.values)]


@dataclass(frozen=True, slots=True)
class DueRecall:
    """A decision that somebody will speak of, from this day on."""

    day: int
    situation: str
    choice: str

    def to_row(self) -> list[Any]:
        return [self.day, self.situation, self.choice]


class Row(Protocol):
    """A record that a save writes as a list of its values in order."""

    def to_row(self) -> list[Any]: ...
