"""What people prepare on their own device, as values: dates that put modules in an order, topics for a pharmacist's interview."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from courses.model.content import State

LARGEST_TOPIC = 60
"""The highest number of a topic that a code can bear."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an interview. text: by language; sources: keys of references."""

    text: Mapping[str, str]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interview:
    """The guide of one interview. title, aim: by language; sources: of the aim."""

    key: str
    title: Mapping[str, str]
    aim: Mapping[str, str]
    steps: tuple[Step, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preparing:
    """The whole file.

    milestones: words by language. before: module -> milestone -> days before it from which the module comes first.
    topics: module -> its number in codes. state, expires: of the guide's own words.
    """

    milestones: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    interviews: Mapping[str, Interview] = field(default_factory=dict)
    state: State = "draft"
    expires: date | None = None

    def module_of(self, topic: int) -> str | None:
        """The module of a topic's number."""
        return next((module for module, number in self.topics.items() if number == topic), None)
