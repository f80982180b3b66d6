"""The notebook of ways found, from the plays of this device."""

from __future__ import annotations

from game.core.review.notebook import ways_found
from game.screens.widgets import Block, Notice, Screen, Text
from game.ui.scenes.base import Scene


class Notebook(Scene):
    """Each scene that was met, with the good ways found in it; nothing is counted."""

    name = "notebook"

    def screen(self) -> Screen:
        entries = ways_found(self.stage.controller.book, [local.save for local in self.stage.controller.plays()])
        blocks: list[Block] = [Text(self.say("pages.notebook_lead" if entries else "pages.notebook_empty"), "lead")]
        for entry in entries:
            ways = "\n".join(self.stage.line(words) for words in entry.ways)
            left = self.say("pages.notebook_more" if entry.ways else "pages.notebook_none") if entry.has_more else ""
            blocks.append(Notice(ways, title=self.stage.line(entry.title), more=left))
        picture = self.picture(room="living", slot="evening", look=self.person_look(), posture="sit", objects=("notebook", "cup"))
        return Screen(self.name, self.say("pages.notebook"), picture, slot="evening", blocks=tuple(blocks), first="back")

    def press(self, key: str) -> None:
        """Nothing to press but the way back."""
