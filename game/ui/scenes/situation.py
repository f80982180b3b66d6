"""An open situation: what happens, three choices or more, a hint, and a confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from game.core.view import SituationView
from game.ui.layout.widgets import Block, Item, Items, Notice, Screen, Text

if TYPE_CHECKING:
    from game.ui.scenes.turn import Turn


class Deciding:
    """Nothing is coloured before it is confirmed."""

    def __init__(self, turn: Turn, situation: SituationView) -> None:
        self.turn, self.situation, self.chosen = turn, situation, ""

    def screen(self) -> Screen:
        turn, say = self.turn, self.turn.say
        open_one = self.situation
        blocks: list[Block] = turn.notices()
        if open_one.note:
            blocks.append(Notice(turn.line(open_one.note)))
        blocks.append(Text(turn.line(open_one.text)))
        if open_one.hint:
            blocks.append(Notice(turn.line(open_one.hint), "good"))
        choices = (Item(f"choice:{choice.key}", turn.line(choice.label), is_on=choice.key == self.chosen) for choice in open_one.choices)
        blocks.append(Items(tuple(choices)))
        more = [Item("hint", say("pages.hint"), kind="button")] if open_one.can_ask_hint else []
        more += [Item("skip", say("pages.skip"), kind="button")] if open_one.can_skip else []
        if more:
            blocks.append(Items(tuple(more), columns=len(more)))
        bar = (turn.call_item(), turn.validate(bool(self.chosen)))
        return turn.made(turn.line(open_one.title), blocks, bar, part="situation")

    def likely(self) -> Iterator[Screen]:
        for choice in self.situation.choices:
            yield from self.turn.after("decide", choice.key)
        yield from self.turn.after("pick_up")

    def press(self, key: str) -> None:
        if key.startswith("choice:"):
            self.chosen = key[7:]
        elif key == "validate" and self.chosen:
            self.turn.do("decide", self.chosen)
        elif key in ("hint", "skip"):
            self.turn.do(key)

    def back(self) -> bool:
        """Escape first takes a choice back."""
        had, self.chosen = self.chosen, ""
        return bool(had)
