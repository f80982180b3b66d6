"""What a finger, a mouse or a gamepad means: a press, a swipe, a key's name. Plain values; the window hands them in."""

from __future__ import annotations

from game.ui.layout.shapes import Input

SWIPE = 0.08  # of the window's height: less is the tremble of a press
MOUSE = -1
PAD = {0: "enter", 1: "back", 2: "call", 3: "help", 4: "page down", 5: "call", 7: "pause", 9: "pause"}
"""SDL's usual order of buttons: A B X Y, shoulders, start."""
PUSHED, LET_GO = 0.6, 0.4  # of a stick's way: between the two it is as it was, so that a trembling hand moves once


class Touch:
    """Where a finger or the mouse's button went down, until it lifts. A second finger is nothing."""

    def __init__(self) -> None:
        self._held: dict[int, float] = {}

    def down(self, y: float, finger: int = MOUSE) -> None:
        if finger == MOUSE or not self._held:
            self._held = {finger: y}

    def lifted(self, x: float, y: float, height: int, finger: int = MOUSE) -> Input | None:
        """A press where the hand lifts; a swipe up or down turns the page instead, and never presses."""
        if finger != MOUSE and finger not in self._held:
            return None
        began = self._held.pop(finger, y)
        return Input("swipe", "", 0, y - began) if abs(y - began) > SWIPE * height else Input("press", "", x, y)


class Sticks:
    """The sticks of every pad. Each axis stands by itself: the noise of one must not let go of the other."""

    def __init__(self) -> None:
        self._towards: dict[tuple[int, int], str] = {}

    def pushed(self, pad: int, axis: int, value: float) -> Input | None:
        """value: -1 to 1 along axis 0 (right) or 1 (down). A key once for each push."""
        was = self._towards.get((pad, axis), "")
        if abs(value) < LET_GO or (abs(value) <= PUSHED and not was):
            self._towards[pad, axis] = ""
            return None
        towards = direction(value, 0) if axis == 0 else direction(0, value)
        if towards == was or abs(value) <= PUSHED:
            return None
        self._towards[pad, axis] = towards
        return Input("pad", towards)

    def forget(self, pad: int) -> None:
        self._towards = {stick: towards for stick, towards in self._towards.items() if stick[0] != pad}


def direction(x: float, y: float) -> str:
    """The key that a cross or a stick stands for; y grows downwards."""
    if abs(x) > abs(y):
        return "right" if x > 0 else "left"
    return "down" if y > 0 else "up"
