"""What a learner can do, by objective and in words: from her last answers to the practice questions of the modules she began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.content import Module, Objective
from lms.learning import question_standing
from lms.learning.models import Attempt
from lms.learning.standing import CourseStanding


@dataclass(frozen=True)
class ToRead:
    """An objective to read again, and the module that teaches it.

    is_unsafe: the last answer to one of its questions was an unsafe one. is_sure: such an answer, or another that is not the one to
    remember, was given without doubt.
    """

    objective: Objective
    module: Module
    is_unsafe: bool
    is_sure: bool = False


@dataclass(frozen=True)
class Knowledge:
    """solid: every question of the objective had a right answer, and the last one was no unsafe one. to_read: one had not.

    unseen: objectives of the same courses of which no question was answered yet. An objective stands in one list alone.
    """

    solid: tuple[Objective, ...]
    to_read: tuple[ToRead, ...]
    unseen: tuple[Objective, ...]

    def __bool__(self) -> bool:
        return bool(self.solid or self.to_read)


def of(reader: Session, rows: Sequence[CourseStanding], objectives: Mapping[str, Objective]) -> Knowledge:
    """Over every course the learner is registered for, in one query."""
    registrations = {row.registration_id for row in rows if row.registration_id is not None}
    attempts = _attempts(reader, sorted(registrations))
    seen: dict[str, list[tuple[Module, question_standing.ItemReview]]] = {}
    for row in rows:
        for standing in row.modules:
            own = attempts.get((row.registration_id or 0, standing.module.key), [])
            for one in question_standing.from_attempts(standing.module, own).rows:
                if one.item.objective in objectives:
                    seen.setdefault(one.item.objective, []).append((standing.module, one))
    solid, to_read, unseen = [], [], []
    for key, asked in seen.items():
        answered = [(module, one) for module, one in asked if one.latest is not None]
        weak = [(module, one) for module, one in answered if one.is_unsafe or not one.was_right]
        if not answered:
            unseen.append(objectives[key])
        elif weak:
            is_unsafe, is_sure = any(one.is_unsafe for _, one in weak), any(one.is_sure_miss for _, one in weak)
            to_read.append(ToRead(objectives[key], weak[0][0], is_unsafe, is_sure))
        else:
            solid.append(objectives[key])
    return Knowledge(tuple(solid), tuple(sorted(to_read, key=lambda one: (not one.is_sure, not one.is_unsafe))), tuple(unseen))


def _attempts(reader: Session, registrations: Sequence[int]) -> dict[tuple[int, str], list[Attempt]]:
    if not registrations:
        return {}
    by_module: dict[tuple[int, str], list[Attempt]] = {}
    for attempt in reader.scalars(select(Attempt).where(Attempt.registration_id.in_(registrations)).order_by(Attempt.number)):
        by_module.setdefault((attempt.registration_id, attempt.module), []).append(attempt)
    return by_module
