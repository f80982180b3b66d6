"""A 0 that other numbers tell is printed; once those are hidden, it is hidden too."""

from analytics.disclosure import INTERNAL
from analytics.release import releasing
from analytics.release.solving import narrow_numbers
from analytics.release.system import System

SUMS = {
    "all": ("right", "wrong"),
    "wrong": ("unsafe", "wrong, not unsafe"),
    "French": ("French, right", "French, wrong"),
    "English": ("English, right", "English, wrong"),
    "all of all languages": ("French", "English", "neither"),
    "right": ("French, right", "English, right", "neither, right"),
}


def five_of_whom_all_were_unsafe() -> tuple[System, dict[str, int]]:
    """Five answered an item, all of them unsafely, four in French: of each language nothing is printed, since they are few."""
    system = System(5)
    names = dict.fromkeys(name for total, parts in SUMS.items() for name in (total, *parts))
    at = {name: system.number(("item", name)) for name in names}
    for name, value in (("all", 5), ("all of all languages", 5), ("right", 0), ("unsafe", 5)):
        one = system.numbers[at[name]]
        one.low = one.high = value
        one.shown, one.is_bound = name.startswith("all"), not name.startswith("all")
    for name in ("French", "English", "French, right", "English, right"):
        system.numbers[at[name]].is_hidden = True
    for name in ("French", "English"):
        system.numbers[at[name]].high = 4
    for total, parts in SUMS.items():
        system.sums([at[part] for part in parts], at[total])
    return system, at


def test_what_told_a_zero_is_hidden_and_then_the_zero_itself() -> None:
    """The first form left it printed and found nothing more to hide for its parts: each report went out by itself."""
    system, at = five_of_whom_all_were_unsafe()
    assert releasing._hide_until_wide(system, INTERNAL) is not None
    assert narrow_numbers(system, INTERNAL.below) == {}
    assert system.numbers[at["right"]].is_withheld
