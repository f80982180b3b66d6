"""A pause: everything is kept already; settings, the title, or on with the week."""

from __future__ import annotations

from game.screens.widgets import Item, Items, Screen, Text
from game.ui.scenes.base import Scene
from game.ui.scenes.quitting import Quitting
from game.ui.scenes.settings import Settings


class Pausing(Scene):
    """No loss and no reminder of anything."""

    name = "pause"

    def screen(self) -> Screen:
        items = (
            Item("resume", self.say("pages.resume"), kind="primary"),
            Item("settings", self.say("window.settings"), kind="button"),
            Item("title", self.say("window.to_title"), kind="button"),
            Item("quit", self.say("window.quit"), kind="button"),
        )
        view = self.stage.controller.view()
        picture = self.picture(room="living", slot=view.slot, look=view.look, posture="sit", face="relieved")
        blocks = (Text(self.say("pages.pause_lead")), Items(items))
        return Screen(self.name, self.say("pages.pause_title"), picture, slot=view.slot, blocks=blocks)

    def press(self, key: str) -> None:
        if key == "resume":
            self.stage.back()
        elif key == "title":
            self.stage.home()
        else:
            self.stage.over({"settings": Settings, "quit": Quitting}[key](self.stage))
