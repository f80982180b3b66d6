"""An item as a sitting keeps it, as JSON: its words, marks and the order of its options on the day of the start.

Marking and review read this copy alone, so that an item that is changed or withdrawn later changes no sitting.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from courses.items.responses import shown_choices, shown_options, shown_pairs
from courses.model.content import Gap, Item, Option

LEFT_OUT = ("line", "note_lines", "hint", "is_review_card", "is_case", "reading", "expect", "only_when")
"""What a test neither shows nor marks by."""


@dataclass(frozen=True, slots=True)
class FrozenItem:
    """order: keys of options as shown; pairs: keys of a match's rows in the order their right sides are offered; choices: of each gap."""

    item: Item
    order: tuple[str, ...]
    pairs: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]

    def options(self) -> tuple[Option, ...]:
        """The options in the order the sitting shows them."""
        by_key = {option.key: option for option in self.item.options}
        return tuple(by_key[key] for key in self.order)


def freeze(item: Item, seed: str) -> dict[str, Any]:
    """seed: the sitting's; the same seed gives the same orders."""
    chance = f"{seed} {item.module}"
    kept = {name: value for name, value in asdict(item).items() if name not in LEFT_OUT}
    return {
        "item": kept,
        "order": [option.key for option in shown_options(item, chance)],
        "pairs": [option.key for option in shown_pairs(item, chance)] if item.kind == "match" else [],
        "choices": {gap.key: list(shown_choices(item, gap.key, chance)) for gap in item.gaps},
    }


def thaw(frozen: Mapping[str, Any]) -> FrozenItem:
    values = dict(frozen["item"])
    values["options"] = tuple(Option(**option) for option in values["options"])
    values["gaps"] = tuple(Gap(gap["key"], tuple(gap["choices"])) for gap in values["gaps"])
    values["references"], values["rows"] = tuple(values["references"]), tuple(values["rows"])
    choices = {key: tuple(words) for key, words in frozen["choices"].items()}
    return FrozenItem(Item(**values), tuple(frozen["order"]), tuple(frozen["pairs"]), choices)
