"""The rule by which a professional passes the final test of a course, and what it makes of counted answers. Whole numbers only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Reason = Literal["share", "critical", "unsafe"]


@dataclass(frozen=True, slots=True)
class Draw:
    """How many final items of one objective a test asks. safety: exactly so many of them are safety items; None: whichever come."""

    objective: str
    count: int
    safety: int | None = None


@dataclass(frozen=True, slots=True)
class PassingRule:
    """What course.yml says below `passing:`.

    percent: share of right answers asked for, 1-100. needs_critical: every safety item must be right. attempts: sittings in one run
    of the course. wait_days: days of the calendar between the end of attempt n and the next, one fewer than attempts. valid_months: how
    long the attestation holds. minutes: of a sitting; None without limit. obsolete_before: attestations of older course versions no
    longer hold; empty for none. review_days: working days within which a person reads a contested result.
    An unsafe answer always blocks: no field can switch that off.
    """

    percent: int
    needs_critical: bool
    attempts: int
    wait_days: tuple[int, ...]
    valid_months: int
    draws: tuple[Draw, ...]
    minutes: int | None = None
    obsolete_before: str = ""
    review_days: int = 10

    @property
    def questions(self) -> int:
        return sum(draw.count for draw in self.draws)

    def needed(self, total: int) -> int:
        """The least number of right answers among `total` that reaches the share."""
        return -(-self.percent * total // 100)

    def wait_after(self, taken: int) -> int | None:
        """Days to wait once `taken` attempts have ended; 0 before the first; None when none is left."""
        if taken >= self.attempts:
            return None
        return self.wait_days[taken - 1] if taken else 0

    def makes_obsolete(self, version: str) -> bool:
        """Whether an attestation of this course version no longer holds."""
        return bool(self.obsolete_before) and version_parts(version) < version_parts(self.obsolete_before)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted answers of one test. An unanswered item counts in total (and in critical), and is not right."""

    right: int
    total: int
    critical: int
    critical_right: int
    unsafe: int

    @property
    def percent(self) -> int:
        """The share of right answers as shown: floored, so that what is under the bar never reads as the bar."""
        return 100 * self.right // self.total if self.total else 0


def missing(rule: PassingRule, tally: Tally) -> tuple[Reason, ...]:
    """What stands between these answers and a pass; empty for a pass. The unsafe answer comes first: it alone decides."""
    found: list[Reason] = []
    if tally.unsafe:
        found.append("unsafe")
    if rule.needs_critical and tally.critical_right < tally.critical:
        found.append("critical")
    if not tally.total or tally.right * 100 < rule.percent * tally.total:
        found.append("share")
    return tuple(found)


def version_parts(version: str) -> tuple[int, ...]:
    """`1.10` as (1, 10), so that it comes after `1.9`; a part that is no number counts as 0."""
    return tuple(int(part) if part.isascii() and part.isdigit() else 0 for part in version.split("."))


def as_json(rule: PassingRule) -> dict[str, Any]:
    """The rule as a sitting keeps it: a later change of course.yml leaves that sitting alone."""
    return {
        "percent": rule.percent,
        "needs_critical": rule.needs_critical,
        "attempts": rule.attempts,
        "wait_days": list(rule.wait_days),
        "valid_months": rule.valid_months,
        "draws": [[draw.objective, draw.count, draw.safety] for draw in rule.draws],
        "minutes": rule.minutes,
        "obsolete_before": rule.obsolete_before,
        "review_days": rule.review_days,
    }


def from_json(values: Mapping[str, Any]) -> PassingRule:
    """The rule that `as_json` wrote. Raises KeyError or TypeError for anything else."""
    draws: Sequence[Sequence[Any]] = values["draws"]
    return PassingRule(
        percent=values["percent"],
        needs_critical=values["needs_critical"],
        attempts=values["attempts"],
        wait_days=tuple(values["wait_days"]),
        valid_months=values["valid_months"],
        draws=tuple(Draw(objective, count, safety) for objective, count, safety in draws),
        minutes=values["minutes"],
        obsolete_before=values["obsolete_before"],
        review_days=values["review_days"],
    )
