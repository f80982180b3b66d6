"""Specks of light over a still page: only the squares where light was or is are drawn again. Knows nothing of the window's library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from game.ui.layout.shapes import Rect

LEVELS = 32
"""Strengths of a speck that are told apart."""


class DriftingLight:
    """make: (side in pixels, strength 0-1) -> a surface of twice that side."""

    def __init__(self, make: Callable[[int, float], Any]) -> None:
        self._make = make
        self._motes: dict[tuple[int, int], Any] = {}
        self._lit: list[Any] = []

    def draw(self, screen: Any, plate: Rect, motes: Iterable[tuple[float, float, float]]) -> None:
        """On a screen that was just drawn whole. motes: x and y as shares of the plate, strength."""
        self._lit = [self._mote(screen, plate, *mote) for mote in motes]

    def drift(self, screen: Any, still: Any, plate: Rect, motes: Iterable[tuple[float, float, float]]) -> list[Any]:
        """Takes the light from where it was and lays it where it is. Gives the rectangles that changed."""
        dark = self._lit
        for rect in dark:
            screen.blit(still, rect, rect)
        self.draw(screen, plate, motes)
        return [*dark, *self._lit]

    def _mote(self, screen: Any, plate: Rect, x: float, y: float, strength: float) -> Any:
        """Gives the square that it lights."""
        side, level = max(4, plate.w // 150), round(strength * LEVELS)
        if (side, level) not in self._motes:
            self._motes[side, level] = self._make(side, level / LEVELS)
        return screen.blit(self._motes[side, level], (plate.x + round(x * plate.w) - side, plate.y + round(y * plate.h) - side))
