"""The call: which signs, which person, what to say first, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game import art
from game.core.state.commands import AnswerCall, Dial, HangUp
from game.core.views.view import CallView
from game.device.tip_page import Page
from game.errors import DiskRefused
from game.screens.widgets import Block, Item, Items, Notice, Screen, Speech, Text
from game.ui.scenes.moments.moment import Moment, Moves
from game.ui.scenes.moments.paper_kept import shown_path

BLANKS = ("for", "treatment", "last", "sign", "since", "taken")
"""Lines of the printed sentence, in their order; the pages print the same."""


class Calling:
    """The core says which step it is; each step is one page."""

    def __init__(self, moment: Moment, moves: Moves, call: CallView) -> None:
        self.moment, self.moves, self.call = moment, moves, call
        self.signs = {sign.key for sign in call.signs if sign.is_on}
        self.person = next((person.key for person in call.people if person.is_on), "")
        self.option = next((option.key for option in call.options if option.is_on), "")
        self.kept: Path | None = None
        self.refused = False
        self.first_signs, self.first_person = frozenset(self.signs), self.person

    def screen(self) -> Screen:
        return self._choosing() if self.call.stage == "choose" else self._talking()

    def _pose(self, pose: str) -> str:
        return self.moment.scene_picture(posture="phone", pose=pose)

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
            Text(say("pages.call_signs"), "label", 2),
            Text(say("pages.call_signs_help"), "quiet"),
            Items(signs, name=say("pages.call_signs")),
            Items(people, name=say("pages.call_person"), shows_name=True),
        ]
        bar = (
            Item("hang_up", say("pages.back_home"), kind="button"),
            Item("dial", say("pages.dial"), kind="primary", icon=self.moment.badge("red"), is_enabled=bool(self.person)),
        )
        return moment.compose_screen(
            say("pages.call"), blocks, bar, picture=moment.scene_picture(posture="phone"), part="call", poses=self._pose
        )

    def _talking(self) -> Screen:
        moment, say, call = self.moment, self.moment.say, self.call
        portrait = art.portrait(moment.stage.parts, call.speaker) if call.speaker in art.CAST else ""
        blocks: list[Block] = [*moment.notices(), Speech(moment.line(call.says), "", portrait, is_near=True), *moment.facts()]
        if call.note:
            blocks.append(Text(moment.line(call.note), "quiet"))
        blocks += self._script()
        if call.options:
            options = tuple(Item(f"say:{one.key}", moment.line(one.label), is_on=one.key == self.option) for one in call.options)
            blocks.append(Items(options, name=say("pages.call_words"), shows_name=True))
            bar = [Item("hang_up", say("pages.hang_up"), kind="button")] if call.can_hang_up else []
            bar.append(moment.validate(bool(self.option)))
        else:
            bar = [Item("hang_up", say("pages.read_on"), kind="primary")]
        return moment.compose_screen(
            say("pages.call"), blocks, tuple(bar), picture=moment.scene_picture(posture="phone"), part="call", poses=self._pose
        )

    def _script(self) -> list[Block]:
        """The ten-second sentence of this call, and the same with blanks, on paper."""
        moment, call = self.moment, self.call
        if not call.script:
            return []
        blocks: list[Block] = [Notice(" ".join(moment.line(one) for one in call.script), "idea", moment.say("pages.script"))]
        paper = moment.stage.paper
        if self.refused:
            blocks.append(Notice(moment.say("window.tip_refused"), "care"))
        if self.kept is not None:
            blocks.append(Notice(shown_path(self.kept), "good", moment.say("window.tip_kept")))
            if paper.show is not None:
                blocks.append(Items((Item("show_script", moment.say("window.tip_show"), kind="button"),)))
        elif paper.keep is not None:
            blocks.append(Items((Item("keep_script", moment.say("pages.script_print"), kind="button", icon=moment.icon("notebook")),)))
        return blocks

    def page_to_print(self) -> Page:
        """The sentence with blanks to fill by hand: nothing of this call, and nothing of anybody, stands on it."""
        moment, preferences = self.moment, self.moment.stage.preferences
        blanks = [(moment.say(f"pages.sentence_{key}"), "") for key in BLANKS]
        numbers = " · ".join(number for number in (preferences.day, preferences.night) if number)
        return Page(
            language=preferences.language,
            title=moment.say("pages.script"),
            tip=moment.say("pages.sentence_lead"),
            lines=[*blanks, (moment.say("pages.sentence_numbers"), numbers)],
            sources_label="",
            sources=(),
            read_on=moment.say("pages.sentence_silent"),
            foot=[moment.say("pages.disclaimer")],
            file_name="sentence" if preferences.language == "en" else "phrase",
        )

    def _write_page(self) -> None:
        paper = self.moment.stage.paper
        if paper.keep is None:
            return
        try:
            self.kept, self.refused = paper.keep(self.page_to_print()), False
        except DiskRefused:
            self.refused = True
        self.moment.stage.turned()

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
        elif key == "keep_script":
            self._write_page()
        elif key == "show_script" and self.kept is not None and self.moment.stage.paper.show is not None:
            self.moment.stage.paper.show(self.kept)
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
