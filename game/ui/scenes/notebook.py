"""The notebook of ways found, from the plays of this device."""

from __future__ import annotations

from game.core.review.notebook import ways_found
from game.screens.widgets import Screen
from game.telling.beside_screens import notebook_screen
from game.ui.scenes.base import Scene


class Notebook(Scene):
    """Each scene that was met, with the good ways found in it; nothing is counted."""

    name = "notebook"

    def screen(self) -> Screen:
        entries = ways_found(self.stage.controller.book, [local.save for local in self.stage.controller.plays()])
        return notebook_screen(self, entries, self.person_look())

    def press(self, key: str) -> None:
        """Nothing to press but the way back."""
