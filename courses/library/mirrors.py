"""The same subject for other readers: which module of another audience stands beside a module, read the same way from both sides."""

from collections.abc import Collection, Mapping

from courses.library.structure import ModuleEntry
from courses.model.content import CARED_FOR


def of(modules: Mapping[str, ModuleEntry], shown_keys: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By module key, the keys of its mirrors in the order of the courses; `mirrors:` of either side is enough.

    A patient or carer is never sent to a text for professionals (as in paths, code 171): such a pair is shown on the professional's side
    alone. What is unknown, not shown or of the same audience is left out.
    """
    pairs = {(key, other) for key, entry in modules.items() for other in entry.mirrors if _is_pair(key, other, modules)}
    both_ways = pairs | {(other, key) for key, other in pairs}
    return {
        key: tuple(other for other in modules if (key, other) in both_ways and other in shown_keys and _may_meet(entry, modules[other]))
        for key, entry in modules.items()
    }


def _is_pair(key: str, other: str, modules: Mapping[str, ModuleEntry]) -> bool:
    return other in modules and modules[other].audience != modules[key].audience


def _may_meet(reader: ModuleEntry, other: ModuleEntry) -> bool:
    return reader.audience not in CARED_FOR or other.audience in CARED_FOR
