"""What every scene is: a screen, what a press does, and the way back; and the stage it stands on, which the app implements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from game.art import Parts
from game.core.views.view import Line
from game.device.case_shelf import CaseShelf
from game.device.linking import Link
from game.device.play_controller import PlayController
from game.device.preferences import Preferences
from game.screens.widgets import Screen
from game.telling import drawing
from game.ui.edition import Edition
from game.ui.paper import Paper


class Stage(Protocol):
    """What a scene may ask of the app it is shown by. Attributes may change while the window is open."""

    controller: PlayController
    parts: Parts
    preferences: Preferences
    link: Link
    paper: Paper
    cases: CaseShelf
    edition: Edition
    is_demo: bool
    has_unreadable_save: bool

    def say(self, key: str, /, **values: object) -> str:
        """Words of the book in the person's language."""

    def line(self, line: Line) -> str: ...

    def seed(self) -> int:
        """The luck of a new week."""

    def go(self, scene: Scene) -> None:
        """Replaces the topmost scene."""

    def over(self, scene: Scene) -> None:
        """Lays a scene over the topmost one."""

    def back(self) -> None:
        """Takes the topmost scene away; the first one stays."""

    def home(self, *, has_unreadable_save: bool = False) -> None:
        """Back to the title, whatever lay over it. has_unreadable_save: the title says that a week could not be opened."""

    def close(self) -> None:
        """Closes the window."""

    def show_real_problem(self) -> None:
        """The page for a real problem, over whatever is there."""

    def turned(self) -> None:
        """The same scene shows something new: begin at its top."""

    def scroll_to_top(self) -> None: ...

    def focus_on(self, key: str) -> None:
        """Puts the focus on an item of the same page and brings it into sight."""

    def prefer(self, **changes: Any) -> None:
        """Keeps a preference."""

    def cue(self, name: str, caption: str = "", **values: object) -> None:
        """A short sound, and what it says in words."""


class Drawing(drawing.Drawing):
    """What every scene draws, on its stage."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.stage = stage

    def person_look(self) -> str:
        """The look of the person of the week in hand, else of the newest one on this device; empty: the usual one."""
        controller = self.stage.controller
        if controller.week is not None:
            return controller.view().look
        return next((str(one.save.get("character", {}).get("look", "")) for one in controller.plays()), "")


class Scene(Drawing):
    """A scene of the window; subclasses fill in screen and press."""

    name = ""

    def screen(self) -> Screen:
        raise NotImplementedError

    def press(self, key: str) -> None:
        raise NotImplementedError

    def back(self) -> None:
        self.stage.back()

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

    def fill(self, key: str, value: str) -> None:
        """A field's whole text, where a device has fields of its own; what does not fit is left out."""

    def takes_text(self, key: str) -> bool:
        """Whether a space bar on this item types a blank."""
        return False


@dataclass(frozen=True)
class SceneFactory:
    """The scenes that the app itself opens."""

    title: Callable[[Stage], Scene]
    real_problem: Callable[[Stage], Scene]
    meeting: Callable[[Stage, str], Scene]
