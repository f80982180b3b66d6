"""An open situation: what happens, three choices or more, a hint, and a confirmation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from game.core.state.commands import Ask, AskHint, Command, Decide, LayCard, PickUp, Skip
from game.core.views.view import SituationView
from game.screens.widgets import Screen
from game.telling.situation_screen import situation_screen
from game.ui.scenes.moments.moment import Moment, Moves

OTHERS: dict[str, Callable[[], Command]] = {"card": LayCard, "hint": AskHint, "skip": Skip}


class Deciding:
    """Nothing is coloured before it is confirmed."""

    def __init__(self, moment: Moment, moves: Moves, situation: SituationView) -> None:
        self.moment, self.moves, self.situation, self.chosen = moment, moves, situation, ""

    def screen(self) -> Screen:
        return situation_screen(self.moment, self.situation, self.chosen)

    def likely(self) -> Iterator[Screen]:
        for choice in self.situation.choices:
            yield from self.moves.after(Decide(choice.key))
        for question in self.situation.questions:
            yield from self.moves.after(Ask(question.key))
        yield from self.moves.after(PickUp())

    def press(self, key: str) -> None:
        if key.startswith("choice:"):
            self.chosen = key[7:]
        elif key == "validate" and self.chosen:
            self.moves.do(Decide(self.chosen))
        elif key.startswith("ask:"):
            self.moves.do(Ask(key[4:]))
        elif key in OTHERS:
            self.moves.do(OTHERS[key]())

    def back(self) -> bool:
        """Escape first takes a choice back."""
        had, self.chosen = self.chosen, ""
        return bool(had)
