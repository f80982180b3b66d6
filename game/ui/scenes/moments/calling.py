"""The call: which signs, which person, what to say first, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator

from game import art
from game.core.state.commands import AnswerCall, Dial, HangUp
from game.core.views.view import CallView
from game.ui.layout.widgets import Block, Item, Items, Screen, Speech, Text
from game.ui.scenes.moments.moment import Moment, Moves


class Calling:
    """The core says which step it is; each step is one page."""

    def __init__(self, moment: Moment, moves: Moves, call: CallView) -> None:
        self.moment, self.moves, self.call = moment, moves, call
        self.signs = {sign.key for sign in call.signs if sign.is_on}
        self.person = next((person.key for person in call.people if person.is_on), "")
        self.option = ""
        self.first_signs, self.first_person = frozenset(self.signs), self.person

    def screen(self) -> Screen:
        return self._choosing() if self.call.stage == "choose" else self._talking()

    def _choosing(self) -> Screen:
        moment, say, call = self.moment, self.moment.say, self.call
        signs = tuple(Item(f"sign:{one.key}", moment.line(one.label), kind="check", is_on=one.key in self.signs) for one in call.signs)
        people = tuple(
            Item(f"person:{one.key}", moment.line(one.label), moment.line(one.note) if one.note else "", is_on=one.key == self.person)
            for one in call.people
        )
        blocks: list[Block] = [
            *moment.notices(),
            Text(say("pages.call_pretend"), "quiet"),
            *moment.facts(),
            Text(say("pages.call_signs"), "label"),
            Text(say("pages.call_signs_help"), "quiet"),
            Items(signs),
            Text(say("pages.call_person"), "label"),
            Items(people),
        ]
        bar = (
            Item("hang_up", say("pages.back_home"), kind="button"),
            Item("dial", say("pages.dial"), kind="primary", icon=self.moment.badge("red"), is_enabled=bool(self.person)),
        )
        return moment.compose_screen(say("pages.call"), blocks, bar, picture=moment.scene_picture(posture="phone"), part="call")

    def _talking(self) -> Screen:
        moment, say, call = self.moment, self.moment.say, self.call
        portrait = art.portrait(moment.stage.parts, call.speaker) if call.speaker in art.CAST else ""
        blocks: list[Block] = [*moment.notices(), Speech(moment.line(call.says), "", portrait, is_near=True), *moment.facts()]
        if call.options:
            options = tuple(Item(f"say:{one.key}", moment.line(one.label), is_on=one.key == self.option) for one in call.options)
            blocks += [Text(say("pages.call_words"), "label"), Items(options)]
            bar = [Item("hang_up", say("pages.hang_up"), kind="button")] if call.can_hang_up else []
            bar.append(moment.validate(bool(self.option)))
        else:
            bar = [Item("hang_up", say("pages.read_on"), kind="primary")]
        return moment.compose_screen(say("pages.call"), blocks, tuple(bar), picture=moment.scene_picture(posture="phone"), part="call")

    def likely(self) -> Iterator[Screen]:
        return self.moves.after(HangUp())

    def press(self, key: str) -> None:
        what, _, value = key.partition(":")
        if what == "sign":
            self.signs ^= {value}
        elif what == "person":
            self.person = value
        elif what == "say":
            self.option = value
        elif key == "dial" and self.person:
            order = tuple(sign.key for sign in self.call.signs if sign.key in self.signs)
            self.moves.do(Dial(order, self.person))
        elif key == "validate" and self.option:
            self.moves.do(AnswerCall(self.option))
        elif key == "hang_up":
            self.moves.do(HangUp())

    def back(self) -> bool:
        """A choice first, then the phone while nobody has been dialled, or once what came of the call is read; never a call that runs."""
        if self.option or self.signs != self.first_signs or self.person != self.first_person:
            self.option, self.signs, self.person = "", set(self.first_signs), self.first_person
        elif self.call.stage == "choose" or not self.call.options:
            self.moves.do(HangUp())
        else:
            return False
        return True
