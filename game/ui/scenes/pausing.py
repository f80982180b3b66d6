"""A pause: everything is kept already; settings, the title, or on with the week."""

from __future__ import annotations

from game.screens.widgets import Item, Screen
from game.telling.beside_screens import pause_screen
from game.ui.scenes.base import Scene
from game.ui.scenes.quitting import Quitting
from game.ui.scenes.settings import Settings


class Pausing(Scene):
    """No loss and no reminder of anything."""

    name = "pause"

    def screen(self) -> Screen:
        ways = (
            Item("settings", self.say("window.settings"), kind="button"),
            Item("title", self.say("window.to_title"), kind="button"),
            Item("quit", self.say("window.quit"), kind="button"),
        )
        return pause_screen(self, self.stage.controller.view(), ways)

    def press(self, key: str) -> None:
        if key == "resume":
            self.stage.back()
        elif key == "title":
            self.stage.home()
        else:
            self.stage.over({"settings": Settings, "quit": Quitting}[key](self.stage))
