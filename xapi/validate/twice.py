"""Properties given twice in one JSON object, which JSON readers drop in silence: xAPI 1.0.3 part 2, 2.2 and 2.4."""

import json
from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode
Step = str | int


def twice(text: bytes, value: Any) -> tuple[Step, ...] | None:
    """The keys and positions down to the first property that stands twice in its object; None when none does.

    value: what the text was read as. Nearly always one look is enough: when the value written again has as many colons as the text,
    nothing was dropped, for every property has one. A colon written as an escape could hide a loss, so then each pair is read.
    Raises ValueError, RecursionError when the text cannot be read pair by pair.
    """
    if text.count(b":") == _encode(value).count(b":") and (b"\\" not in text or b"\\u003" not in text):
        return None
    return _first(json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str))


class _Pairs(dict[str, Any]):
    """An object that remembers the first of its keys that was given twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.again: str | None = None
        if len(self) < len(pairs):
            keys: set[str] = set()
            self.again = next(key for key, _ in pairs if key in keys or keys.add(key))  # type: ignore[func-returns-value]  # set.add gives None, which is wanted here


def _first(value: Any) -> tuple[Step, ...] | None:
    """Down the tree without recursion, in the order of the text."""
    waiting: list[tuple[tuple[Step, ...], Any]] = [((), value)]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, _Pairs):
            if part.again is not None:
                return (*path, part.again)
            waiting.extend((((*path, key), inner) for key, inner in reversed(part.items())))
        elif isinstance(part, list):
            waiting.extend(((*path, index), inner) for index, inner in reversed(list(enumerate(part))))
    return None
