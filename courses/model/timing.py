"""How long a module takes, questions included: the author's minutes shared out over its screens and questions by their words."""

from math import ceil

from courses.model.content import Item, Module, Screen

WORDS_A_MINUTE = 150
"""A slow reader. A test holds the minutes of every shipped module against the same figure."""
SECONDS_TO_CHOOSE = 8


def screen_minutes(screen: Screen) -> float:
    return sum(len(block.markdown.split()) for block in screen.blocks) / WORDS_A_MINUTE


def item_minutes(item: Item) -> float:
    """Reading the question, its options, one feedback and the explanation, and choosing."""
    texts = [item.question, item.explanation, max((option.feedback for option in item.options), key=len, default="")]
    words = sum(len(text.split()) for text in (*texts, *(option.text for option in item.options)))
    return words / WORDS_A_MINUTE + SECONDS_TO_CHOOSE / 60


def measured_minutes(module: Module) -> float:
    """What a slow reader needs for all of it."""
    return sum(screen_minutes(screen) for screen in module.screens) + sum(item_minutes(item) for item in module.items)


MOST = 256
"""Modules whose parts are remembered at most, so that those of earlier contents go."""
_parts: dict[int, tuple[Module, list[float], list[float]]] = {}
"""By the identity of a module, which is held so that no other can have it: the minutes of its screens and of its items."""


def _minutes_of_parts(module: Module) -> tuple[list[float], list[float]]:
    entry = _parts.get(id(module))
    if entry is None:
        if len(_parts) >= MOST:
            _parts.clear()
        entry = _parts[id(module)] = (module, [screen_minutes(one) for one in module.screens], [item_minutes(one) for one in module.items])
    return entry[1], entry[2]


def minutes_left(module: Module, screens_read: int, items_answered: int) -> int:
    """At least 1. screens_read, items_answered: how many lie behind, in their order."""
    screens, items = _minutes_of_parts(module)
    whole = sum(screens) + sum(items)
    left = sum(screens[screens_read:]) + sum(items[items_answered:])
    return max(1, ceil(round(module.minutes * left / whole, 6))) if whole else 1  # 12 of 12 are 12.000000000000002 for some modules
