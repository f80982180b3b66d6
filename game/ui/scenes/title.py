"""The cover of the book: go on, begin, settings, link, leave."""

from __future__ import annotations

from collections.abc import Callable

from game.core.errors import SaveUnreadable
from game.device.play_controller import LocalPlay
from game.device.play_notes import PlayNote
from game.screens.widgets import Item, Items, Notice, Screen, Text
from game.ui.scenes.base import Scene, SceneFactory, Stage
from game.ui.scenes.beginning import Beginning
from game.ui.scenes.cases.choosing import Cases
from game.ui.scenes.linking import Linking
from game.ui.scenes.meeting import Meeting
from game.ui.scenes.notebook import Notebook
from game.ui.scenes.quitting import Quitting
from game.ui.scenes.real_problem import RealProblem
from game.ui.scenes.settings import Settings
from game.ui.scenes.turn import Turn

SHOWN = 3  # plays on the cover
OVER: dict[str, Callable[[Stage], Scene]] = {
    "new": Beginning,
    "notebook": Notebook,
    "cases": Cases,
    "settings": Settings,
    "link": Linking,
    "quit": Quitting,
}
"""What a button of the cover lays over it."""


class Title(Scene):
    """All weeks of this device stand here; the newest first."""

    name = "title"

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.shows_all = False

    def screen(self) -> Screen:
        plays = self.stage.controller.plays()
        items = [self._play_item(number, local.note) for number, local in enumerate(plays if self.shows_all else plays[:SHOWN])]
        items.append(Item("new", self.say("window.new"), kind="primary" if not plays else "button"))
        if len(plays) > SHOWN and not self.shows_all:
            items.append(Item("all", self.say("window.weeks"), kind="button"))
        if plays:
            items.append(Item("notebook", self.say("pages.notebook"), kind="button"))
        if self.stage.cases.is_there:
            items.append(Item("cases", self.say("window.cases.open"), kind="button"))
        items.append(Item("settings", self.say("window.settings"), kind="button"))
        if self.stage.link.pair is not None:
            label = self.say("window.link_is", site=self.stage.link.site) if self.stage.link.site else self.say("window.link")
            items.append(Item("link", label, kind="button"))
        blocks: list[Text | Notice | Items] = [
            Text(self.say("window.name"), "cover"),
            Text(self.say("window.cover")),
            Text(self.say("window.imaginary"), "quiet"),
        ]
        if self.stage.has_unreadable_save:
            blocks.insert(0, Notice(self.say("pages.unreadable_lead"), "info", self.say("pages.unreadable")))
        return Screen(
            self.name,
            "",
            self.picture(
                room="balcony",
                slot="morning",
                look=self.person_look(),
                posture="sit",
                face="calm",
                people=("daughter",),
                host_face="smiling",
            ),
            slot="morning",
            place="title",
            blocks=(*blocks, Items(tuple(items))),
            corner=(Item("quit", self.say("window.quit"), kind="button"),),
        )

    def _play_item(self, number: int, note: PlayNote) -> Item:
        """A week in hand says where it stands; a finished one says that its look back can be read again."""
        kind = "primary" if number == 0 and not note.is_over else "button"
        title = f"campaign.{note.campaign}.week.{note.week}.title"
        if not self.stage.controller.book.has_text(self.stage.preferences.language, title):
            label = self.say("pages.go_on_title", name=note.name)
        else:
            label = self.say("pages.week_of", name=note.name, title=f"@{title}")
        where = self.say("pages.finished") if note.is_over else self.say("pages.where", day=note.day, slot=f"@slot.{note.slot}")
        return Item(f"kept:{number}", label, where if note.is_over else f"{self.say('pages.go_on')} · {where}", kind=kind)

    def press(self, key: str) -> None:
        if key.startswith("kept:"):
            self._open(self.stage.controller.plays()[int(key[5:])])
        elif key == "all":
            self.shows_all = True
            self.stage.turned()
        else:
            self.stage.over(OVER[key](self.stage))

    def _open(self, local: LocalPlay) -> None:
        sync_client = self.stage.link.sync_client
        if sync_client is not None:
            sync_client.ask_soon()
            if local.play in sync_client.meetings:
                self.stage.over(Meeting(self.stage, local.play))
                return
        try:
            self.stage.controller.resume(local)
        except SaveUnreadable:
            self.stage.home(has_unreadable_save=True)
            return
        self.stage.over(Turn(self.stage))

    def back(self) -> None:
        self.stage.over(Quitting(self.stage))


SCENES = SceneFactory(title=Title, real_problem=RealProblem, meeting=Meeting)
"""What the app itself opens."""
