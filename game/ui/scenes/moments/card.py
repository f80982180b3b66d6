"""The map of the day in the window: the day begins with one press, and a card that was opened again is put away."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.state.commands import PickUp
from game.core.views.view import DayCard
from game.screens.widgets import Screen
from game.telling.card_screen import card_screen
from game.ui.scenes.moments.day import Day
from game.ui.scenes.moments.moment import Moment, Moves


class Card:
    """Nothing to choose here."""

    def __init__(self, moment: Moment, moves: Moves, card: DayCard) -> None:
        self.moment, self.moves, self.card = moment, moves, card
        self.sources = card.sources

    def screen(self) -> Screen:
        return card_screen(self.moment, self.card, self.moment.sources_button(self.sources))

    def likely(self) -> Iterator[Screen]:
        yield Day(self.moment, self.moves).screen()
        yield from self.moves.after(PickUp())

    def press(self, key: str) -> None:
        if key == "begin_day":
            self.moves.begin_day()

    def back(self) -> bool:
        """Escape puts a card away that was opened again."""
        if self.card.is_new:
            return False
        self.moves.show_day()
        return True
