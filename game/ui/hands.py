"""Sticks and fingers, as plain numbers: what a hand meant by them. One push is one move, one tap is one press."""

from __future__ import annotations

from game.ui.shapes import Input

PAD = {0: "enter", 1: "back", 2: "call", 3: "help", 4: "page down", 5: "call", 7: "pause", 9: "pause"}
"""SDL's usual order: A B X Y, the two shoulders, start."""
PUSHED, LET_GO = 0.6, 0.4  # of a stick's way: between the two it is as it was, so that a trembling hand moves once
SWIPE = 0.03  # of the window's height: a finger that went further meant to scroll, not to press


def direction(x: float, y: float) -> str:
    if abs(x) > abs(y):
        return "right" if x > 0 else "left"
    return "down" if y > 0 else "up"


class Sticks:
    """Each axis by itself: the noise of one must not let go of the other."""

    def __init__(self) -> None:
        self._ways: dict[tuple[int, int], str] = {}

    def pushed(self, pad: int, axis: int, value: float) -> Input | None:
        """axis: 0 across, 1 up and down; value: -1.0 to 1.0."""
        was = self._ways.get((pad, axis), "")
        if abs(value) < LET_GO or (abs(value) <= PUSHED and not was):
            self._ways[pad, axis] = ""
            return None
        towards = direction(value, 0) if axis == 0 else direction(0, value)
        if towards == was or abs(value) <= PUSHED:
            return None
        self._ways[pad, axis] = towards
        return Input("pad", towards)

    def forget(self, pad: int) -> None:
        self._ways = {stick: way for stick, way in self._ways.items() if stick[0] != pad}


class Finger:
    """The one finger that counts, whether the system makes a mouse of it too or not. Places are shares of the window, 0.0-1.0."""

    def __init__(self) -> None:
        self._down: tuple[int, float] | None = None

    def down(self, number: int, y: float) -> None:
        self._down = self._down or (number, y)

    def up(self, number: int, x: float, y: float, size: tuple[int, int]) -> Input | None:
        """A tap is a press, a swipe scrolls, a second finger is nothing."""
        if self._down is None or self._down[0] != number:
            return None
        moved, self._down = y - self._down[1], None
        if abs(moved) > SWIPE:
            return Input("swipe", "", 0, moved * size[1])
        return Input("press", "", x * size[0], y * size[1])
