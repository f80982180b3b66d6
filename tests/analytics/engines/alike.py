"""What two engines say of the same reports, beside each other: every value that differs, however deep it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from math import isclose
from typing import Any

CLOSE = 1e-9


def differences(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """One line a difference: another kind of value, another length, a real number further away than CLOSE."""
    if type(one) is not type(other):
        yield f"{place}: {one!r} is a {type(one).__name__}, {other!r} a {type(other).__name__}"
    elif is_dataclass(one):
        for part in fields(one):
            yield from differences(getattr(one, part.name), getattr(other, part.name), f"{place}.{part.name}")
    elif isinstance(one, (tuple, list)):
        if len(one) != len(other):
            yield f"{place}: {len(one)} parts and {len(other)}"
        for number, (first, second) in enumerate(zip(one, other, strict=False)):
            yield from differences(first, second, f"{place}[{number}]")
    elif isinstance(one, Mapping):
        yield from differences(tuple(one.items()), tuple(other.items()), place)
    elif isinstance(one, float):
        if not isclose(one, other, rel_tol=0, abs_tol=CLOSE):
            yield f"{place}: {one!r} and {other!r}"
    elif one != other:
        yield f"{place}: {one!r} and {other!r}"
