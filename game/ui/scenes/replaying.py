"""The same week once more, with the same luck: asked first, since the finished one is a page away."""

from __future__ import annotations

from collections.abc import Callable

from game.screens.widgets import Item, Items, Screen, Text
from game.ui.scenes.base import Scene, Stage


class Replaying(Scene):
    """begin: starts the week again and shows it."""

    name = "replay"

    def __init__(self, stage: Stage, begin: Callable[[], None], lead: str = "pages.replay_lead") -> None:
        super().__init__(stage)
        self.begin, self.lead = begin, lead

    def screen(self) -> Screen:
        view = self.stage.controller.view()
        items = (
            Item("no", self.say("pages.replay_no"), kind="primary"),
            Item("yes", self.say("pages.replay_yes"), kind="button"),
        )
        blocks = (
            Text(self.say(self.lead)),
            Text(self.say("pages.replay_changes"), "label", 2),
            Text(self.say("pages.replay_new")),
            Text(self.say("window.replay_kept")),
            Items(items),
        )
        picture = self.picture(room="kitchen", slot="morning", look=view.look, posture="stand", face="calm")
        return Screen(self.name, self.say("pages.replay_title", **view.speaker.values), picture, slot="morning", blocks=blocks)

    def press(self, key: str) -> None:
        self.stage.back()
        if key == "yes":
            self.begin()
