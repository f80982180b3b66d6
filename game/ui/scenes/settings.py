"""Settings: language, size, colours, motion, sounds, captions. Each change is seen at once and kept."""

from __future__ import annotations

from typing import Any

from game.device.preferences import CHOICES
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.ui.scenes.base import Scene


class Settings(Scene):
    """Every choice is a plain list; nothing has to be confirmed, since all can be changed back."""

    name = "settings"

    def screen(self) -> Screen:
        blocks: list[Block] = []
        for name in self.stage.edition.settings:
            items = tuple(
                Item(f"{name}:{number}", self._label(name, value), is_on=value == getattr(self.stage.preferences, name))
                for number, value in enumerate(CHOICES[name])
            )
            blocks.append(Items(items, columns=3 if name == "text" else 1, name=self.say(f"window.{name}"), shows_name=True))
        if self.stage.edition.has_keys:
            blocks.append(Text(self.say("window.keys"), "quiet"))
        return Screen(
            self.name,
            self.say("window.settings"),
            self.picture(room="living", slot="evening", look=self.person_look(), posture="sit"),
            slot="evening",
            blocks=tuple(blocks),
        )

    def _label(self, name: str, value: Any) -> str:
        if name == "text":
            return str(value)
        word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        return self.say(f"window.{name}.{word}")

    def press(self, key: str) -> None:
        name, _, number = key.partition(":")
        self.stage.prefer(**{name: CHOICES[name][int(number)]})
