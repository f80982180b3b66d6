"""Small things that every screen draws: a picture of the flat, a thing, a badge, the button that confirms; and who says the words."""

from __future__ import annotations

from typing import Protocol

from game import art
from game.art import Parts
from game.core.views.view import Line
from game.screens.widgets import Item

AT_EASE = {"bedroom": "sit", "living": "sit"}  # how she waits in a room she is sent to look at


class Wishes(Protocol):
    """What a person prefers, as far as the words of a screen ask."""

    @property
    def language(self) -> str: ...
    @property
    def captions(self) -> bool: ...


class Teller(Protocol):
    """Whoever shows screens: the words of the book in the person's language, and the parts of the pictures."""

    @property
    def parts(self) -> Parts: ...
    @property
    def preferences(self) -> Wishes: ...

    def say(self, key: str, /, **values: object) -> str:
        """Words of the book in the person's language."""

    def line(self, line: Line) -> str: ...


class Drawing:
    """Small things that every screen draws."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller

    def say(self, key: str, /, **values: object) -> str:
        return self.teller.say(key, **values)

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
        keepsakes: tuple[str, ...] = (),
        reads: str = "",
        host_face: str = "calm",
        pose: str = "",
    ) -> str:
        """One scene of the flat as svg text."""
        others = [art.Guest(who, host_face) for who in people]
        return art.scene(
            self.teller.parts,
            room=room,
            slot=slot,
            person=art.look(look),
            posture=posture,
            face=face,
            others=others,
            objects=objects,
            keepsakes=keepsakes,
            reads=reads,
            pose=art.POSES.get(pose, art.AT_REST),
        )

    def icon(self, name: str) -> str:
        return art.thing(self.teller.parts, name)

    def badge(self, state: str) -> str:
        return art.badge(self.teller.parts, state)

    def validate(self, is_enabled: bool) -> Item:
        """Choose, then confirm: a slip of the hand is no answer."""
        return Item("validate", self.say("pages.validate"), kind="primary", is_enabled=is_enabled)


def temperature_text(number: float, language: str) -> str:
    """A temperature's digits in the language's way."""
    text = f"{number:.1f}"
    return text.replace(".", ",") if language == "fr" else text
