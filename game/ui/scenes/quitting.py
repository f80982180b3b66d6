"""Leaving: a page that asks, since Escape is easily pressed."""

from __future__ import annotations

from game.screens.widgets import Item, Items, Screen, Text
from game.ui.scenes.base import Scene


class Quitting(Scene):
    """Everything is kept already; this only closes the window."""

    name = "quit"

    def screen(self) -> Screen:
        items = (Item("no", self.say("window.quit_no"), kind="primary"), Item("yes", self.say("window.quit_yes"), kind="button"))
        return Screen(
            self.name,
            self.say("window.quit_title"),
            self.picture(room="balcony", slot="evening", look=self.person_look(), face="smiling"),
            slot="evening",
            blocks=(Text(self.say("window.quit_lead")), Items(items)),
        )

    def press(self, key: str) -> None:
        if key == "yes":
            self.stage.close()
        else:
            self.stage.back()
