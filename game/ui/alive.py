"""What moves on a still page: light drifts; the person breathes, blinks and turns the head, in pictures made while all rests."""

from __future__ import annotations

from collections.abc import Callable

from game.art import POSES
from game.ui.layout import motion
from game.ui.layout.shapes import Frame, Picture
from game.ui.window.null_window import Window

Light = list[tuple[float, float, float]]


class Alive:
    """One page's poses; nothing moves where that was asked for, or where the picture has no room."""

    def __init__(self) -> None:
        self._pose: Callable[[str], str] | None = None
        self._plain: Picture | None = None
        self._pictures: dict[str, Picture] = {}
        self._is_calm = True

    def begin(self, frame: Frame, pose: Callable[[str], str] | None, *, is_calm: bool) -> None:
        """pose: its name -> the picture of the page with the person in it; None: nobody moves."""
        shapes = (shape for shape in frame.shapes if isinstance(shape, Picture) and shape.rect == frame.plate)
        self._plain = next(shapes, None) if frame.plate.w else None
        self._pose, self._pictures, self._is_calm = pose, {}, is_calm

    def step(self, window: Window) -> None:
        """Gives the window the next pose, once what it draws is done."""
        if self._is_calm or self._pose is None or self._plain is None or window.collect_pictures():
            return
        name = next((one for one in POSES if one not in self._pictures), "")
        if name:
            self._pictures[name] = self._plain._replace(svg=self._pose(name))
            window.prepare(self._pictures[name])

    def moving(self, now: float, frame: Frame) -> tuple[Light, Picture | None]:
        """Specks of light, and the picture of the pose of this moment: None at rest, and as long as it was not made."""
        if self._is_calm or not frame.plate.w:
            return [], None
        return motion.motes(now, frame.slot), self._pictures.get(motion.pose(now))
