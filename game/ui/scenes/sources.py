"""Where what was just read comes from: organisation, title, year, address."""

from __future__ import annotations

from game.screens.widgets import Screen, Text
from game.ui.scenes.base import Scene, Stage


class Sources(Scene):
    """Laid over the page that named them."""

    name = "sources"

    def __init__(self, stage: Stage, keys: tuple[str, ...]) -> None:
        super().__init__(stage)
        self.found = self.stage.paper.sources(keys)

    def screen(self) -> Screen:
        blocks = [Text(self.say("window.sources_lead"), "quiet")]
        for words, address in self.found:
            blocks += [Text(words), *([Text(address, "quiet")] if address else [])]
        if not self.found:
            blocks.append(Text(self.say("window.sources_none")))
        picture = self.picture(room="living", slot="evening", look=self.person_look(), posture="sit", objects=("notebook", "cup"))
        return Screen(self.name, self.say("pages.sources"), picture, slot="evening", blocks=tuple(blocks), first="back")

    def press(self, key: str) -> None:
        """Nothing to press but the way back."""
