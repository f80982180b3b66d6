"""The same week once more, with the same luck: asked first, since the finished one is a page away."""

from __future__ import annotations

from collections.abc import Callable

from game.screens.widgets import Screen
from game.telling.beside_screens import replay_screen
from game.ui.scenes.base import Scene, Stage


class Replaying(Scene):
    """begin: starts the week again and shows it; is_midway: from where it turned."""

    name = "replay"

    def __init__(self, stage: Stage, begin: Callable[[], None], *, is_midway: bool = False) -> None:
        super().__init__(stage)
        self.begin, self.is_midway = begin, is_midway

    def screen(self) -> Screen:
        return replay_screen(self, self.stage.controller.view(), is_midway=self.is_midway, kept=self.say("window.replay_kept"))

    def press(self, key: str) -> None:
        self.stage.back()
        if key == "yes":
            self.begin()
