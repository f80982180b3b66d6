"""What is left of a module's questions: unsafe answers, missed safety questions, and whether the module may be called done."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.content import Item, Module
from lms.cohorts.models import Registration
from lms.learning.models import SURE, Attempt


@dataclass(frozen=True)
class ItemReview:
    """One question. number: its place in the module, from 1; latest: the newest attempt, None when it was never answered.

    was_possible: some attempt was a call that was not needed, which is neither right nor wrong and leaves nothing to take again.
    """

    number: int
    item: Item
    latest: Attempt | None
    was_right: bool
    was_possible: bool = False

    @property
    def is_unsafe(self) -> bool:
        """Whether the last word given was an unsafe one."""
        return self.latest is not None and self.latest.is_unsafe

    @property
    def is_sure_miss(self) -> bool:
        """Whether the last word was given without doubt, and was neither the answer to remember nor a call that was not needed."""
        return (
            self.latest is not None
            and self.latest.confidence == SURE
            and self.latest.scaled is not None
            and not self.latest.is_right
            and not is_possible(self.item, self.latest)
        )

    @property
    def was_safe(self) -> bool:
        return self.was_right or self.was_possible

    @property
    def is_missed(self) -> bool:
        """A safety question that never had a safe answer, and whose last answer was no unsafe one."""
        return self.item.is_safety and not self.was_safe and not self.is_unsafe


@dataclass(frozen=True)
class ModuleReview:
    """All questions of one module for one learner, in their order."""

    rows: tuple[ItemReview, ...]

    @property
    def unsafe(self) -> list[ItemReview]:
        """Unsafe answers; those given without doubt first, since nobody looks up what she is sure of."""
        return sorted((row for row in self.rows if row.is_unsafe), key=lambda row: not row.is_sure_miss)

    @property
    def sure_misses(self) -> list[ItemReview]:
        """The other answers given without doubt where another one is to remember: no danger, no safety question."""
        return [row for row in self.rows if row.is_sure_miss and not row.is_unsafe and not row.is_missed]

    @property
    def missed(self) -> list[ItemReview]:
        """Missed safety questions; those answered without doubt first."""
        return sorted((row for row in self.rows if row.is_missed), key=lambda row: not row.is_sure_miss)

    @property
    def open(self) -> list[ItemReview]:
        """What to take again, unsafe answers first."""
        return [*self.unsafe, *self.missed]

    @property
    def right(self) -> int:
        return sum(row.was_right and not row.is_unsafe for row in self.rows)

    @property
    def possible(self) -> int:
        """Questions answered by a call that was not needed, and never with the answer to remember."""
        return sum(row.was_possible and not row.was_right and not row.is_unsafe for row in self.rows)

    @property
    def other(self) -> int:
        """Questions answered otherwise that hold no danger; a survey has no answer to differ from."""
        answered = [row for row in self.rows if row.latest is not None and row.item.kind != "survey"]
        return sum(not row.was_safe and not row.is_unsafe and not row.is_missed for row in answered)

    @property
    def skipped(self) -> int:
        return sum(row.latest is None and not row.is_missed for row in self.rows)

    @property
    def is_complete(self) -> bool:
        """Each safety question had a safe answer once, and not every question was skipped."""
        if not self.rows:
            return True
        is_answered = any(row.latest is not None for row in self.rows)
        return is_answered and all(row.was_safe for row in self.rows if row.item.is_safety)

    def after(self, number: int) -> ItemReview | None:
        """The question to take again after this one: the next open one, else the first open one before it."""
        others = sorted((row for row in self.open if row.number != number), key=lambda row: (row.number < number, row.number))
        return others[0] if others else None


def of(reader: Session, registration: Registration | None, module: Module) -> ModuleReview:
    """Read in one query; nothing answered without a registration."""
    return from_attempts(module, _attempts(reader, registration, module.key))


def from_attempts(module: Module, attempts: Sequence[Attempt]) -> ModuleReview:
    """attempts: of one registration in this module, the oldest first."""
    return ModuleReview(tuple(_row(number, item, attempts) for number, item in enumerate(module.items, 1)))


def _row(number: int, item: Item, attempts: Sequence[Attempt]) -> ItemReview:
    own = [attempt for attempt in attempts if attempt.item == item.key]
    latest = own[-1] if own else None
    was_right, was_possible = any(one.is_right for one in own), any(is_possible(item, one) for one in own)
    return ItemReview(number, item, latest, was_right, was_possible)


def is_possible(item: Item, attempt: Attempt) -> bool:
    """Whether only calls that were not needed were chosen: `courses.items.marking`, of an attempt kept before."""
    given = attempt.response if isinstance(attempt.response, list) else [attempt.response]
    return bool(item.possible_keys) and bool(given) and item.possible_keys.issuperset(given)


def _attempts(reader: Session, registration: Registration | None, module: str) -> Sequence[Attempt]:
    if registration is None:
        return ()
    query = select(Attempt).where(Attempt.registration_id == registration.id, Attempt.module == module)
    return reader.scalars(query.order_by(Attempt.number)).all()
