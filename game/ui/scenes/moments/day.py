"""A moment of a day in the window: what is chosen between presses, and what a press does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from game.core.state.commands import Act, NextSlot, PickUp
from game.screens.widgets import Screen
from game.telling.day_screen import DayChoices, day_screen, kind_of, kinds
from game.ui.scenes.moments.moment import Moment, Moves

ROOMS = ("bedroom", "kitchen", "bathroom", "living", "balcony", "pharmacy")


class Day:
    """Choose a thing to do, then confirm; or go on. The person is looked for where the thing is done."""

    def __init__(self, moment: Moment, moves: Moves) -> None:
        self.moment, self.moves = moment, moves
        there = kinds(moment)
        self.kind, self.act = there[0] if there else "", ""

    @property
    def choices(self) -> DayChoices:
        """What is chosen so far."""
        return DayChoices(self.act, self.kind, self._room())

    def _room(self) -> str:
        """Where what is chosen is done."""
        rule = self.moment.stage.controller.book.numbers.actions.get(self.act.partition(":")[0])
        return rule.room if rule and rule.room in ROOMS else ""

    def screen(self) -> Screen:
        return day_screen(self.moment, self.choices)

    def _command(self) -> Act:
        action, _, plate = self.act.partition(":")
        return Act(action, plate)

    def likely(self) -> Iterator[Screen]:
        """What was chosen, else the next moment; the telephone; the other kinds."""
        if self.act:
            yield from self.moves.after(self._command())
            return
        yield from self.moves.after(NextSlot())
        yield from self.moves.after(PickUp())
        for kind in kinds(self.moment):
            yield day_screen(self.moment, replace(self.choices, kind=kind))

    def press(self, key: str) -> None:
        what, _, value = key.partition(":")
        if what == "kind":
            self.kind, self.act = value, ""
            self.moment.stage.scroll_to_top()
        elif what == "act":
            self.act, self.kind = "" if value == self.act else value, kind_of(value.partition(":")[0])
        elif key == "undo":
            self.act = ""
        elif key == "report":
            self.moves.write_report()
        elif key == "card":
            self.moves.show_card()
        elif key == "next":
            self.moves.do(NextSlot())
        elif key == "validate":
            self.moves.do(self._command())

    def back(self) -> bool:
        """Escape first takes a choice back."""
        had, self.act = bool(self.act), ""
        return had
