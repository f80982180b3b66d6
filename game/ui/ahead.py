"""Looking ahead: while nobody presses anything, pictures that may come next are made ready, so that their page turns at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from game.screens.widgets import Screen
from game.ui.layout.shapes import Frame, Picture
from game.ui.window.null_window import Window

REST = 0.5  # seconds without a change before anything is made ready


class Ahead:
    """One picture at a time; a change of the screen begins anew."""

    def __init__(self) -> None:
        self._screens: Iterator[Screen] = iter(())
        self._since = 0.0

    def begin(self, screens: Iterator[Screen], now: float) -> None:
        """screens: what may come next, the likeliest first; each is made only when its turn comes."""
        self._screens, self._since = screens, now

    def step(self, window: Window, now: float, lay_out: Callable[[Screen], Frame]) -> bool:
        """Gives the window the next picture once the last one is drawn; whether nothing is left to make."""
        if now - self._since < REST or window.collect_pictures():
            return False
        screen = next(self._screens, None)
        if screen is not None:
            first = next((shape for shape in lay_out(screen).shapes if isinstance(shape, Picture)), None)
            if first is not None:  # where much lies beside, the picture gives way
                window.prepare(first)
        return screen is None
