"""One moment of the week in the window: drawn as in every edition, on the stage, with the moves that a part may make."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from game.core.state.commands import Command
from game.core.views.view import TurnView
from game.screens.widgets import Screen
from game.telling.moment_drawing import MomentDrawing
from game.ui.scenes.base import Stage


class Moves(Protocol):
    """What a part may ask for: commands of the core, and the other parts of the moment."""

    def do(self, command: Command) -> None:
        """One command of the core; then the part that follows from it is shown."""

    def after(self, command: Command) -> Iterator[Screen]:
        """The screen that a command would bring; nothing when the core refuses it."""

    def show_card(self) -> None:
        """Shows the card of the morning over the day."""

    def begin_day(self) -> None:
        """The card of the day was read."""

    def write_report(self) -> None:
        """Shows the weekly report over the day."""

    def show_day(self) -> None:
        """Shows the part that the view calls for."""

    def begin_next(self) -> None:
        """The next week, with the same person, length and help."""

    def begin_at(self, moment: tuple[int, str]) -> None:
        """The same week from one of its moments: day of the cycle and slot."""

    def begin_again(self) -> None:
        """The same week from its first morning, with the same luck."""


class Part(Protocol):
    """What a turn shows: card, day, situation, call, report or look back. back: whether it had something of its own to take back."""

    def screen(self) -> Screen: ...
    def press(self, key: str) -> None: ...
    def back(self) -> bool: ...
    def likely(self) -> Iterator[Screen]: ...


class Moment(MomentDrawing):
    """A moment on the stage of the window."""

    def __init__(self, stage: Stage, view: TurnView) -> None:
        super().__init__(stage, view)
        self.stage = stage
