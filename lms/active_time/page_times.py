"""What the pages of a course take to read, in seconds, in one language. A sitting keeps them, so that its award needs no content."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.model import timing
from courses.model.content import Item, Module

UNKNOWN_S = 20.0
"""A page that is no more, or was never in this language: a short one."""


@dataclass(frozen=True, slots=True)
class PageTimes:
    """screens: of each module, in their order. items: by module and key; of every pool, tests included."""

    screens: Mapping[str, tuple[float, ...]]
    items: Mapping[tuple[str, str], float]

    def of_screen(self, module: str, share: float) -> float:
        """share: how much of the module was read, 0 to 100, as a `progressed` statement says."""
        screens = self.screens.get(module, ())
        number = round(share * len(screens) / 100)
        return screens[number - 1] if 1 <= number <= len(screens) else UNKNOWN_S

    def of_item(self, module: str, item: str) -> float:
        return self.items.get((module, item), UNKNOWN_S)


def of_modules(modules: Iterable[Module], more_items: Iterable[Item] = ()) -> PageTimes:
    """more_items: items asked that stand in no module."""
    screens: dict[str, tuple[float, ...]] = {}
    items = {(item.module, item.key): _seconds(item) for item in more_items}
    for module in modules:
        screens[module.key] = tuple(round(60 * timing.screen_minutes(screen), 1) for screen in module.screens)
        for item in (*module.items, *(one for form in module.forms.values() for one in form)):
            items[(module.key, item.key)] = _seconds(item)
    return PageTimes(screens, items)


def _seconds(item: Item) -> float:
    return round(60 * timing.item_minutes(item), 1)


def as_json(times: PageTimes) -> dict[str, Any]:
    return {
        "screens": {module: list(seconds) for module, seconds in times.screens.items()},
        "items": [[module, item, seconds] for (module, item), seconds in times.items.items()],
    }


def from_json(values: Mapping[str, Any]) -> PageTimes:
    """What `as_json` wrote. Raises KeyError or TypeError for anything else."""
    screens = {module: tuple(seconds) for module, seconds in values["screens"].items()}
    return PageTimes(screens, {(module, item): seconds for module, item, seconds in values["items"]})
