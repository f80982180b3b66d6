"""What a finger, a mouse or a stick means: a press, a swipe, a direction."""

from __future__ import annotations

from game.ui.shapes import Input

SWIPE = 0.08  # of the window's height: less is the tremble of a press


class Touch:
    """began: where the finger or the button went down, until it lifts."""

    def __init__(self) -> None:
        self.began: tuple[float, float] | None = None

    def lifted(self, x: float, y: float, height: int) -> Input:
        """A press where the hand lifts; a swipe up or down turns the page instead, and never presses."""
        (_, began), self.began = self.began or (x, y), None
        return Input("swipe", "", 0, y - began) if abs(y - began) > SWIPE * height else Input("press", "", x, y)


def direction(x: float, y: float) -> str:
    """The key that a cross or a stick stands for; y grows downwards."""
    if abs(x) > abs(y):
        return "right" if x > 0 else "left"
    return "down" if y > 0 else "up"
