"""What every scene is: a screen, what a press does, and the way back. Pictures are made here from what the core's view names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from game import art
from game.ui.layout.widgets import Item, Screen

if TYPE_CHECKING:
    from game.ui.app import App

AT_EASE = {"bedroom": "sit", "living": "sit"}  # how she waits in a room she is sent to look at


class Scene:
    """A scene of the window; subclasses fill in screen and press."""

    name = ""

    def __init__(self, app: App) -> None:
        self.app = app

    def screen(self) -> Screen:
        raise NotImplementedError

    def press(self, key: str) -> None:
        raise NotImplementedError

    def back(self) -> None:
        self.app.back()

    def likely(self) -> Iterator[Screen]:
        """Screens that one press may bring, the likeliest first; made one by one while nobody presses anything."""
        return iter(())

    def can_call(self) -> bool:
        """Whether a week is in hand here in which the telephone can be taken."""
        return False

    def typed(self, text: str) -> None:
        """Text from the keyboard; most scenes take none."""

    def erase(self) -> None:
        """Takes back one letter."""

    def takes_text(self, key: str) -> bool:
        """Whether a space bar on this item types a blank."""
        return False

    def real_problem(self) -> None:
        """The page for a real problem, over whatever is there."""
        self.app.over(self.app.scenes[0].help_scene())

    def help_scene(self) -> Scene:
        raise NotImplementedError

    def meeting_scene(self, play: str) -> Scene:
        """The title's: a play that went on elsewhere too."""
        raise NotImplementedError

    def not_readable(self) -> None:
        """The title's: says that a save cannot be opened."""

    # small things every scene draws

    def say(self, key: str, /, **values: object) -> str:
        return self.app.say(key, **values)

    def picture(
        self,
        *,
        room: str,
        slot: str,
        look: str = "",
        posture: str = "stand",
        face: str = "calm",
        people: tuple[str, ...] = (),
        objects: tuple[str, ...] = (),
        reads: str = "",
        host_face: str = "calm",
    ) -> str:
        """One scene of the flat as svg text."""
        others = [art.Guest(who, host_face) for who in people]
        return art.scene(
            self.app.parts,
            room=room,
            slot=slot,
            person=art.look(look),
            posture=posture,
            face=face,
            others=others,
            objects=objects,
            reads=reads,
        )

    def look(self) -> str:
        """The person of the week in hand, else of the newest one on this device; empty: the usual one."""
        desk = self.app.desk
        if desk.week is not None:
            return desk.view().look
        return next((str(kept.save.get("character", {}).get("look", "")) for kept in desk.plays()), "")

    def icon(self, name: str) -> str:
        return art.thing(self.app.parts, name)

    def badge(self, state: str) -> str:
        return art.badge(self.app.parts, state)

    def validate(self, chosen: bool) -> Item:
        """Choose, then confirm: a slip of the hand is no answer."""
        return Item("validate", self.say("pages.validate"), kind="primary", is_enabled=chosen)


def typing(text: str, is_here: bool) -> str:
    """A field's text, with a bar where the next letter goes."""
    return f"{text}|" if is_here else text


def shown(number: float, language: str) -> str:
    """A temperature's digits in the language's way."""
    text = f"{number:.1f}"
    return text.replace(".", ",") if language == "fr" else text
