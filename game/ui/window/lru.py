"""Things kept while there is room: what was used longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class LocalPlay(Generic[Thing]):
    """size: bytes of all that is kept."""

    def __init__(self) -> None:
        self._things: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self.size = 0

    def __contains__(self, key: Hashable) -> bool:
        return key in self._things

    def get(self, key: Hashable) -> Thing | None:
        """The thing of that key, as just used; None when it is not kept."""
        if key not in self._things:
            return None
        self._things.move_to_end(key)
        return self._things[key][0]

    def put(self, key: Hashable, thing: Thing, size: int, *, most: int) -> Thing:
        """Keeps a thing of that many bytes, in all no more than most; gives it back, also when it is too large to be kept."""
        self._things[key] = (thing, size)
        self.size += size
        while self.size > most:
            _, (_, freed) = self._things.popitem(last=False)
            self.size -= freed
        return thing
