"""Which items a test asks, and in which order: by the rule and a stored seed, without any other chance."""

from collections.abc import Sequence, Set
from hashlib import blake2b
from itertools import permutations
from uuid import UUID

from courses.model.content import Item
from courses.model.passing import Draw
from lms.assessment.errors import PoolTooSmall
from lms.assessment.models import FOLLOW_UP, POST, PRE

FORMS = ("A", "B", "C")
CROSSINGS = tuple(permutations(FORMS))
"""Each order of the forms over pre, post and follow-up; learners are spread over the six of them."""

Key = tuple[str, str]
"""Module and item."""


def form_of(learner: UUID, phase: str) -> str:
    """The form this learner meets in a phase: never one of her other phases', and each form as often in each phase over all learners."""
    crossing = CROSSINGS[learner.int % len(CROSSINGS)]
    return crossing[(PRE, POST, FOLLOW_UP).index(phase)]


def draw_final(draws: Sequence[Draw], pool: Sequence[Item], seed: str, already_asked: Set[Key] = frozenset()) -> tuple[Item, ...]:
    """The items of one final test, shuffled. Each draw takes its number of safety items; what an earlier sitting asked comes last.

    Raises PoolTooSmall when the pool lacks items for one of the draws.
    """
    test_items: list[Item] = []
    for draw in draws:
        own = [item for item in pool if item.objective == draw.objective and item.kind != "survey"]
        if draw.safety is None:
            test_items += _take(draw.objective, own, draw.count, seed, already_asked)
        else:
            test_items += _take(draw.objective, [item for item in own if item.is_safety], draw.safety, seed, already_asked)
            others = [item for item in own if not item.is_safety]
            test_items += _take(draw.objective, others, draw.count - draw.safety, seed, already_asked)
    return shuffled(test_items, seed)


def shuffled(items: Sequence[Item], seed: str) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: _luck(seed, f"order|{item.module}|{item.key}")))


def _take(objective: str, own: Sequence[Item], count: int, seed: str, already_asked: Set[Key]) -> list[Item]:
    if len(own) < count:
        raise PoolTooSmall(objective, count, len(own))
    return sorted(own, key=lambda item: ((item.module, item.key) in already_asked, _luck(seed, f"draw|{item.module}|{item.key}")))[:count]


def _luck(seed: str, salt: str) -> bytes:
    return blake2b(f"{seed}|{salt}".encode(), digest_size=8).digest()
