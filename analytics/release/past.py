"""Earlier releases beside the one to come: what a reader who kept them all knows of the differences."""

from collections.abc import Mapping, Sequence

from analytics.release.system import Key, System

GROWING = frozenset({"module", "situation", "option", "sign", "week", "began", "active", "reach", "item", "response", "sat", "doses"})
"""Families of numbers that acts can only raise: a reader knows that nobody takes back what she did. An item of a new version, an option
that leaves the pool, a person erased lower them: then `change` lets them fall, and a system that fits nobody is asked with less growth."""
OF_VERSIONS = frozenset({"item", "response"})
"""Families that a new version of an item begins anew."""
GROWTHS = (GROWING, GROWING - OF_VERSIONS, frozenset[str]())
"""What a reader takes to grow, the most first: the first that any cohort fits is asked."""


def join(system: System, earlier: Sequence[System], landmarks: Mapping[Key, int], growing: frozenset[str]) -> None:
    """Puts earlier releases, oldest first, beside the numbers of `system`, with the change of each number since it was last there.

    landmarks: numbers printed in releases that are not kept any more, and in no later one. growing: families of numbers that never fall.
    """
    present = system.names()
    printed = {key: system.fixed(("kept", *key), value, value) for key, value in landmarks.items()}
    latest = dict(printed)
    for label, one in enumerate(earlier):
        places = system.past(one, f"release {label}")
        for key, at in places.items():
            _changes(system, key, at, latest, printed, growing)
    for key, at in present:
        _changes(system, key, at, latest, printed, growing)


def _changes(system: System, key: Key, at: int, latest: dict[Key, int], printed: dict[Key, int], growing: frozenset[str]) -> None:
    """Since the last time it was there, and since the last time it was printed."""
    for before in dict.fromkeys(place[key] for place in (latest, printed) if key in place):
        system.change(before, at, is_growing=_family(key) in growing)
    latest[key] = at
    if system.numbers[at].low == system.numbers[at].high:
        printed[key] = at


def _family(key: Key) -> str | int:
    """The first word of a name, after those of a filter."""
    return key[2] if key[0] in ("role", "language", "edition") and len(key) > 2 else key[0]


def landmarks_after(dropped: System, before: Mapping[Key, int], kept: Sequence[System]) -> dict[Key, int]:
    """The landmarks once a release is no longer kept."""
    values = {**before, **{key: dropped.numbers[at].low for key, at in dropped.names() if dropped.numbers[at].shown}}
    later = {key for one in kept for key, at in one.names() if one.numbers[at].shown}
    return {key: value for key, value in values.items() if key not in later}
