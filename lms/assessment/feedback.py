"""What a result says: objective by objective, and never a question or its right answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from courses.model import passing
from courses.model.passing import PassingRule, Reason, Tally
from infrastructure.codes import SIGNS
from lms.assessment import ending
from lms.assessment.models import FINAL, Sitting, SittingItem
from lms.web.database.instants import ZONE


@dataclass(frozen=True)
class ObjectiveResult:
    """One objective of a test. modules: keys of the modules to read again; empty when every answer was right."""

    key: str
    words: Mapping[str, str]
    right: int
    total: int
    safety: int
    unsafe: int
    modules: tuple[str, ...]

    @property
    def is_solid(self) -> bool:
        return self.right == self.total and not self.unsafe


@dataclass(frozen=True)
class Result:
    """missing: what stands between these answers and a pass, the unsafe answer first."""

    sitting: Sitting
    rule: PassingRule
    tally: Tally
    missing: tuple[Reason, ...]
    objectives: tuple[ObjectiveResult, ...]

    @property
    def needed(self) -> int:
        return self.rule.needed(self.tally.total)

    @property
    def unsafe(self) -> list[ObjectiveResult]:
        return [one for one in self.objectives if one.unsafe]

    @property
    def others(self) -> list[ObjectiveResult]:
        """The objectives without an unsafe answer, solid ones last."""
        return sorted((one for one in self.objectives if not one.unsafe), key=lambda one: one.is_solid)

    @property
    def first_modules(self) -> list[str]:
        """What to read again before the next attempt: the modules of unsafe answers, or else of every objective that is not solid."""
        return list(dict.fromkeys(key for one in self.unsafe for key in one.modules)) or self.modules

    @property
    def modules(self) -> list[str]:
        """What to read again, first that of an unsafe answer; each once."""
        keys = [key for one in (*self.unsafe, *self.others) for key in one.modules]
        return list(dict.fromkeys(keys))


def of(sitting: Sitting, items: Sequence[SittingItem]) -> Result:
    """The result of a sitting that was marked."""
    rule, tally = ending.rule_of(sitting), ending.tally_of(items)
    gaps = passing.missing(rule, tally) if sitting.phase == FINAL else ()
    return Result(sitting, rule, tally, gaps, _objectives(sitting, items))


def _objectives(sitting: Sitting, items: Sequence[SittingItem]) -> tuple[ObjectiveResult, ...]:
    groups: dict[str, list[SittingItem]] = {}
    for item in items:
        groups.setdefault(str(item.frozen["item"]["objective"]), []).append(item)
    words = sitting.frozen["objectives"]
    return tuple(
        ObjectiveResult(
            key=key,
            words=words.get(key) or {},
            right=sum(bool(item.is_right) or item.is_accepted for item in own),
            total=len(own),
            safety=sum(bool(item.frozen["item"]["is_safety"]) for item in own),
            unsafe=sum(bool(item.is_unsafe) and not item.is_accepted for item in own),
            modules=tuple(dict.fromkeys(item.module for item in own if not (item.is_right or item.is_accepted))),
        )
        for key, own in groups.items()
    )


def review_due(asked_at: datetime, working_days: int) -> date:
    """The last day on which a person answers who reads a contested result again. Saturdays and Sundays do not count."""
    day = asked_at.astimezone(ZONE).date()
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def receipt(sitting: Sitting) -> str:
    """The number a person can quote: from the sitting's own, six signs that cannot be taken for others."""
    number, signs_of_number = sitting.uuid.int, ""
    for _ in range(6):
        number, at = divmod(number, len(SIGNS))
        signs_of_number += SIGNS[at]
    return f"{signs_of_number[:3]}-{signs_of_number[3:]}"
