"""How a simulated learner answers: her skill against an item's difficulty, by counted chance. It fills a demo and means nothing."""

import hashlib
import math
from dataclasses import dataclass

from courses.items.marking import Response
from courses.model.content import Item, Option
from lms.learning.models import SURE, UNSURE

STEEP = 5.0
"""How sharply skill tells: at 5 a learner of skill 0.8 finds an item of middling difficulty four times in five."""
UNSAFE_SHARE = 0.3
SILENT_SHARE = 0.4


@dataclass(frozen=True)
class SimulatedLearner:
    """seed: makes her chance her own; skill: 0.0-1.0; pace: days between two visits; stamina: share of the module she reads, 0.0-1.0."""

    seed: int
    number: int
    skill: float
    pace: float
    stamina: float

    def chance(self, what: str) -> float:
        """A number in 0.0-1.0 that depends on the learner and on what it is for, so that a demo can be made again."""
        return draw(f"{self.seed}|{self.number}|{what}")


def draw(text: str) -> float:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") / 2**64


def invent(seed: int, number: int) -> SimulatedLearner:
    """The learner of that number: skills gather around the middle, most read to the end, few come back the same day."""

    def one(what: str) -> float:
        return draw(f"{seed}|{number}|{what}")

    middle = (one("skill-a") + one("skill-b") + one("skill-c")) / 3
    skill = min(max(1.4 * middle - 0.2, 0.02), 0.98)
    return SimulatedLearner(seed, number, skill, pace=0.2 + 6 * one("pace") ** 2, stamina=1.3 * one("stamina") ** 0.45)


def knows(learner: SimulatedLearner, item: Item) -> bool:
    """Whether she finds the right answer this time. Difficulty is drawn from the item's key: the same for every learner."""
    difficulty = 0.15 + 0.6 * draw(f"difficulty|{item.module}|{item.key}")
    return learner.chance(f"item|{item.key}") < 1 / (1 + math.exp(-STEEP * (learner.skill - difficulty)))


def confidence(learner: SimulatedLearner, item: Item) -> str | None:
    """What she says of her answer: more often sure when she knows, and now and then sure of something else; two in five say nothing."""
    if item.kind == "survey" or learner.chance(f"says|{item.key}") < SILENT_SHARE:
        return None
    sure_share = 0.8 if knows(learner, item) else 0.35
    return SURE if learner.chance(f"sure|{item.key}") < sure_share else UNSURE


def respond(learner: SimulatedLearner, item: Item) -> Response:
    """A response that marking accepts: the right one, or one that people give."""
    return right_response(item) if knows(learner, item) else _other(learner, item)


def right_response(item: Item) -> Response:
    """The answer that marking counts as right."""
    if item.kind == "number":
        return item.answer
    if item.kind == "short":
        return next(option.text for option in item.options if option.verdict == "right")
    if item.kind == "multi":
        return sorted(item.right_keys)
    if item.kind == "order":
        return [option.key for option in item.options]
    if item.kind == "match":
        return {option.key: option.key for option in item.options}
    if item.kind == "cloze":
        return {gap.key: gap.choices[0] for gap in item.gaps}
    return next((option.key for option in item.options if option.verdict == "right"), item.options[0].key)


def _other(learner: SimulatedLearner, item: Item) -> Response:
    if item.kind == "number":
        return round((item.answer or 0.0) + 1 + item.tolerance, 1)
    if item.kind == "short":
        return "?"
    if item.kind == "multi":
        others = [option.key for option in item.options if option.verdict != "right"]
        half = sorted(item.right_keys)[:1]
        return [*half, *others[:1]] if learner.chance(f"half|{item.key}") < 0.6 else half
    keys = [option.key for option in item.options]
    if item.kind == "order":
        return [keys[1], keys[0], *keys[2:]]
    if item.kind == "match":
        return dict(zip(keys, [*keys[1:], keys[0]], strict=True))
    if item.kind == "cloze":
        return {gap.key: gap.choices[-1] for gap in item.gaps}
    return _other_option(learner, item).key


def _other_option(learner: SimulatedLearner, item: Item) -> Option:
    others = [option for option in item.options if option.verdict != "right"] or list(item.options)
    unsafe = [option for option in others if option.verdict == "unsafe"]
    harmless = [option for option in others if option not in unsafe]
    takes_risk = learner.chance(f"unsafe|{item.key}") < UNSAFE_SHARE
    pool = (unsafe if takes_risk else harmless) or others
    return pool[int(learner.chance(f"which|{item.key}") * len(pool))]
