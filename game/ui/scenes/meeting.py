"""A week went on here and elsewhere: said plainly, and the learner chooses which of the two stays. Nothing changes before she does."""

from __future__ import annotations

from game.core.errors import SaveUnreadable
from game.device.play_saves import PlayDocument
from game.screens.widgets import Item, Items, Screen, Text
from game.ui.scenes.base import Scene, Stage
from game.ui.scenes.turn import Turn


class Meeting(Scene):
    """Choose, then confirm, as everywhere: a key pressed for the page before decides nothing here. Back leaves both as they are."""

    name = "meeting"

    def __init__(self, stage: Stage, play: str) -> None:
        super().__init__(stage)
        self.play, self.chosen = play, ""

    def screen(self) -> Screen:
        sync_client = self.stage.link.sync_client
        meeting = sync_client.meetings.get(self.play) if sync_client is not None else None
        picture = self.picture(room="living", slot="noon", posture="sit", face="calm", objects=("phone",))
        if meeting is None:  # settled meanwhile
            bar = (Item("settled", self.say("window.go_on"), kind="primary"),)
            return Screen(self.name, self.say("window.meet_settled"), picture, bar=bar)
        name = str(meeting.here.save.get("character", {}).get("name", ""))
        items = (
            Item("there", self.say("window.meet_there"), self._where(meeting.there), is_on=self.chosen == "there"),
            Item("here", self.say("window.meet_here"), self._where(meeting.here), is_on=self.chosen == "here"),
        )
        lead = self.say("window.meet_behind" if meeting.is_behind else "window.meet_lead", name=name)
        blocks = (Text(lead), Items(items, name=self.say("window.meet_title")), Text(self.say("window.meet_note"), "quiet"))
        bar = (self.validate(bool(self.chosen)),)
        return Screen(self.name, self.say("window.meet_title"), picture, blocks=blocks, bar=bar, first="there")

    def _where(self, play: PlayDocument) -> str:
        return self.say("pages.finished") if play.is_over else self.say("pages.where", day=play.day, slot=f"@slot.{play.save['slot']}")

    def press(self, key: str) -> None:
        if key in ("here", "there"):
            self.chosen = key
        elif key == "validate" and self.chosen:
            sync_client = self.stage.link.sync_client
            if sync_client is not None and self.play in sync_client.meetings:
                sync_client.resolve(self.play, keep_mine=self.chosen == "here")
            self._go_on()
        elif key == "settled":
            self._go_on()

    def _go_on(self) -> None:
        """The week as it now stands, over the title."""
        self.stage.home()
        local_play = next((one for one in self.stage.controller.plays() if one.play == self.play), None)
        if local_play is None:
            return
        try:
            self.stage.controller.resume(local_play)
        except SaveUnreadable:
            self.stage.home(has_unreadable_save=True)
            return
        self.stage.over(Turn(self.stage))

    def back(self) -> None:
        self.stage.home()
