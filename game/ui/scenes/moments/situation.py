"""An open situation: what happens, three choices or more, a hint, and a confirmation."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.state.commands import AskHint, Decide, PickUp, Skip
from game.core.views.view import SituationView
from game.ui.layout.widgets import Block, Item, Items, Notice, Screen, Text
from game.ui.scenes.moments.moment import Moment, Moves


class Deciding:
    """Nothing is coloured before it is confirmed."""

    def __init__(self, moment: Moment, moves: Moves, situation: SituationView) -> None:
        self.moment, self.moves, self.situation, self.chosen = moment, moves, situation, ""

    def screen(self) -> Screen:
        moment, say = self.moment, self.moment.say
        open_one = self.situation
        blocks: list[Block] = [*moment.notices(), *moment.thread()]
        if open_one.note:
            blocks.append(Notice(moment.line(open_one.note)))
        blocks += [Text(moment.line(open_one.text)), *moment.facts()]
        if open_one.hint:
            blocks.append(Notice(moment.line(open_one.hint), "good"))
        choices = (Item(f"choice:{choice.key}", moment.line(choice.label), is_on=choice.key == self.chosen) for choice in open_one.choices)
        blocks.append(Items(tuple(choices)))
        more = [Item("hint", say("pages.hint"), kind="button")] if open_one.can_ask_hint else []
        more += [Item("skip", say("pages.skip"), kind="button")] if open_one.can_skip else []
        if more:
            blocks.append(Items(tuple(more), columns=len(more)))
        blocks += moment.caption()
        bar = (moment.call_item(), moment.validate(bool(self.chosen)))
        return moment.compose_screen(moment.line(open_one.title), blocks, bar, part="situation")

    def likely(self) -> Iterator[Screen]:
        for choice in self.situation.choices:
            yield from self.moves.after(Decide(choice.key))
        yield from self.moves.after(PickUp())

    def press(self, key: str) -> None:
        if key.startswith("choice:"):
            self.chosen = key[7:]
        elif key == "validate" and self.chosen:
            self.moves.do(Decide(self.chosen))
        elif key in ("hint", "skip"):
            self.moves.do(AskHint() if key == "hint" else Skip())

    def back(self) -> bool:
        """Escape first takes a choice back."""
        had, self.chosen = self.chosen, ""
        return bool(had)
