"""An open situation: what happens, three choices or more, a hint, and a confirmation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from game.core.state.commands import Ask, AskHint, Command, Decide, LayCard, PickUp, Skip
from game.core.views.view import SituationView
from game.screens.widgets import Block, Item, Items, Notice, Screen, Text
from game.ui.scenes.moments.moment import Moment, Moves

CARD_TONES = {"vital": "care", "red": "care"}
OTHERS: dict[str, Callable[[], Command]] = {"card": LayCard, "hint": AskHint, "skip": Skip}


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
        blocks += [Text(moment.line(open_one.text)), *self._questions()]
        if open_one.hint:
            blocks.append(Notice(moment.line(open_one.hint), "good"))
        choices = (Item(f"choice:{choice.key}", moment.line(choice.label), is_on=choice.key == self.chosen) for choice in open_one.choices)
        blocks.append(Items(tuple(choices), name=moment.line(open_one.title)))
        more = [Item("hint", say("pages.hint"), kind="button")] if open_one.can_ask_hint else []
        more += [Item("skip", say("pages.skip"), kind="button")] if open_one.can_skip else []
        if more:
            blocks.append(Items(tuple(more), columns=len(more)))
        blocks += moment.caption()
        bar = (moment.call_item(), moment.validate(bool(self.chosen)))
        return moment.compose_screen(moment.line(open_one.title), blocks, bar, part="situation", beside=tuple(self._findings()))

    def _questions(self) -> list[Block]:
        """What may still be asked."""
        moment, say, open_one = self.moment, self.moment.say, self.situation
        more = [Item(f"ask:{one.key}", moment.line(one.label), kind="button") for one in open_one.questions]
        more += [Item("card", say("pages.lay_card"), kind="button")] if open_one.can_lay_card else []
        ask = moment.line(open_one.ask) if open_one.ask else ""
        if not more:
            return [Text(ask, "label", 2)] if ask else []
        return [Items(tuple(more), columns=2, name=ask, shows_name=bool(ask))]

    def _findings(self) -> Iterator[Block]:
        """What was answered and measured, and the alert card, under the picture: they are compared with the choices at one glance."""
        moment = self.moment
        for one in self.situation.answers:
            yield Notice(moment.line(one.answer), title=moment.line(one.question))
        yield from moment.facts()
        for part in self.situation.card:
            text = "\n".join(f"• {moment.line(line)}" for line in part.lines)
            yield Notice(text, CARD_TONES.get(part.flag, "info"), title=moment.line(part.title))

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
