"""Earlier releases beside the one to come: what a reader who kept them all knows of the differences."""

from collections.abc import Iterable, Mapping, Sequence, Set

from analytics.release.system import Key, System

GROWING = frozenset({"module", "situation", "option", "sign", "week", "began", "active", "reach", "item", "response", "sat", "doses"})
"""Families of numbers that acts can only raise: a reader knows that nobody takes back what she did. An item of a new version, an option
that leaves the pool, a person erased lower them: then `change` lets them fall, and what fits nobody is asked without
(`may_have_fallen`)."""
OF_VERSIONS = frozenset({"item", "response"})
"""Families that a new version of an item begins anew."""


def join(system: System, earlier: Sequence[System], landmarks: Mapping[Key, int], falling: Set[Key]) -> dict[int, Key]:
    """Puts earlier releases, oldest first, beside the numbers of `system`, with the change of each number since it was last there.

    landmarks: numbers printed in releases that are not kept any more, and in no later one. falling: subjects whose numbers may
    fall. Gives the changes taken for growth, and their subjects.
    """
    growth: dict[int, Key] = {}
    present = system.names()
    in_print = {key: system.fixed(("kept", *key), value, value) for key, value in landmarks.items()}
    latest = dict(in_print)
    for label, one in enumerate(earlier):
        places = system.past(one, f"release {label}")
        for key, at in places.items():
            _changes(system, key, at, latest, in_print, falling, growth)
    for key, at in present:
        _changes(system, key, at, latest, in_print, falling, growth)
    return growth


def _changes(
    system: System, key: Key, at: int, latest: dict[Key, int], in_print: dict[Key, int], falling: Set[Key], growth: dict[int, Key]
) -> None:
    """Since the last time it was there, and since the last time it was printed."""
    subject = _subject(key)
    is_growing = _family(key) in GROWING and subject not in falling
    for before in dict.fromkeys(place[key] for place in (latest, in_print) if key in place):
        change = system.change(before, at, is_growing=is_growing)
        if is_growing:
            growth[change] = subject
    latest[key] = at
    if system.numbers[at].low == system.numbers[at].high:
        in_print[key] = at


def _family(key: Key) -> str | int:
    """The first word of a name, after those of a filter."""
    return key[2] if key[0] in ("role", "language", "edition") and len(key) > 2 else key[0]


def _subject(key: Key) -> Key:
    """What may fall by itself: one item or option, else a whole family."""
    bare = key[2:] if key[0] in ("role", "language", "edition") and len(key) > 2 else key
    return bare[:2] if bare[0] in OF_VERSIONS else bare[:1]


def may_have_fallen(growth: Mapping[int, Key], members: Iterable[int]) -> set[Key]:
    """Of numbers that fit nobody: the subjects that a reader must take to have fallen, those of items and options first."""
    subjects = {growth[at] for at in members if at in growth}
    return {subject for subject in subjects if subject[0] in OF_VERSIONS} or subjects


def landmarks_after(dropped: System, before: Mapping[Key, int], kept: Sequence[System]) -> dict[Key, int]:
    """The landmarks once a release is no longer kept."""
    values = {**before, **{key: dropped.numbers[at].low for key, at in dropped.names() if dropped.numbers[at].shown}}
    later = {key for one in kept for key, at in one.names() if one.numbers[at].shown}
    return {key: value for key, value in values.items() if key not in later}
