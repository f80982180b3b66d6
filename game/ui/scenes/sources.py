"""Where what was just read comes from: organisation, title, year, address."""

from __future__ import annotations

from game.screens.widgets import Screen
from game.telling.beside_screens import sources_screen
from game.ui.scenes.base import Scene, Stage


class Sources(Scene):
    """Laid over the page that named them."""

    name = "sources"

    def __init__(self, stage: Stage, keys: tuple[str, ...]) -> None:
        super().__init__(stage)
        self.found = self.stage.paper.sources(keys)

    def screen(self) -> Screen:
        return sources_screen(self, self.found, self.person_look())

    def press(self, key: str) -> None:
        """Nothing to press but the way back."""
