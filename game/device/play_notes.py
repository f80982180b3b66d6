"""What the journal says of a play beside its save: enough to list it, and whose it is. The one type of it, and its form on the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class LinkedLearner:
    """Whom this device is linked with. learner: pseudonym; registration, cohort: what statements of a play carry."""

    learner: str
    registration: str
    cohort: str | None


@dataclass(frozen=True)
class PlayNote:
    """One play. name: the character's; day: of the week, from 1; owner: None for a guest's play; told_at: time of its newest statement."""

    campaign: str = ""
    week: int = 1
    name: str = ""
    day: int = 1
    slot: str = "morning"
    is_over: bool = False
    owner: LinkedLearner | None = None
    told_at: str = ""

    @classmethod
    def from_record(cls, about: Mapping[str, Any] | None) -> PlayNote:
        """The note of a line of the journal; what the line lacks is as for a play just begun."""
        about = about or {}
        owner = None
        if about.get("learner"):
            owner = LinkedLearner(about["learner"], about.get("registration") or "", about.get("cohort"))
        return cls(
            about.get("campaign", ""),
            about.get("week", 1),
            about.get("name", ""),
            about.get("day", 1),
            about.get("slot", "morning"),
            about.get("over", False),
            owner,
            about.get("at", ""),
        )

    def to_record(self) -> dict[str, Any]:
        """As JSON values for a line of the journal."""
        about: dict[str, Any] = {
            "campaign": self.campaign, "week": self.week, "name": self.name, "day": self.day, "slot": self.slot, "over": self.is_over,
        }  # fmt: skip
        if self.owner is not None:
            about |= {"learner": self.owner.learner, "registration": self.owner.registration, "cohort": self.owner.cohort}
        return about | {"at": self.told_at} if self.told_at else about
