"""A pose laid over a still picture: only the rectangle in which it differs is drawn. Knows nothing of the window's library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from game.ui.layout.shapes import Frame, Picture


class Posing:
    """kept: a picture -> its surface, None as long as it is not drawn. same: as the library's mask.from_threshold."""

    def __init__(self, kept: Callable[[Picture], Any], same: Callable[..., Any]) -> None:
        self._kept, self._same = kept, same
        self._now: Any = None
        self._below: tuple[Any, tuple[int, int]] | None = None

    def forget(self) -> None:
        """Another page stands there."""
        self._now, self._below = None, None

    def take(self, still: Any, frame: Frame, pose: Picture | None) -> list[Any]:
        """Changes the still surface of a page to a pose, None: to rest. Gives the rectangles that changed; a pose not drawn yet: none."""
        posed = self._kept(pose) if pose is not None else None
        if posed is self._now or (pose is not None and posed is None):
            return []
        changed = []
        if self._below is not None:
            changed.append(still.blit(*self._below))
        self._now, self._below = posed, None
        rect = self._difference(frame, posed) if posed is not None else None
        if rect is not None:
            place = (frame.plate.x + rect.x, frame.plate.y + rect.y)
            self._below = (still.subsurface((*place, rect.w, rect.h)).copy(), place)
            changed.append(still.blit(posed, place, rect))
        return changed

    def _difference(self, frame: Frame, posed: Any) -> Any:
        """The rectangle, within the picture, in which it differs from the pose; None when it does not."""
        shapes = (shape for shape in frame.shapes if isinstance(shape, Picture) and shape.rect == frame.plate)
        plain = next((self._kept(shape) for shape in shapes), None)
        if plain is None:
            return None
        mask = self._same(plain, (0, 0, 0, 0), (1, 1, 1, 255), posed)
        mask.invert()
        rects = mask.get_bounding_rects()
        return rects[0].unionall(rects[1:]) if rects else None
