"""The call: which signs, which person, what to say first, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game.core.state.commands import AnswerCall, Dial, HangUp
from game.core.views.view import CallView
from game.device.tip_page import Page
from game.errors import DiskRefused
from game.screens.widgets import Block, Item, Items, Notice, Screen
from game.telling.call_screen import CallChoices, call_screen
from game.ui.scenes.moments.moment import Moment, Moves
from game.ui.scenes.moments.paper_kept import shown_path

BLANKS = ("for", "treatment", "last", "sign", "since", "taken")
"""Lines of the printed sentence, in their order; the pages print the same."""


class Calling:
    """The core says which step it is; each step is one page."""

    def __init__(self, moment: Moment, moves: Moves, call: CallView) -> None:
        self.moment, self.moves, self.call = moment, moves, call
        first = CallChoices.of_view(call)
        self.signs, self.person, self.option = set(first.signs), first.person, first.option
        self.kept: Path | None = None
        self.refused = False
        self.first_signs, self.first_person = frozenset(self.signs), self.person

    def screen(self) -> Screen:
        choices = CallChoices(frozenset(self.signs), self.person, self.option)
        return call_screen(self.moment, self.call, choices, self._paper())

    def _paper(self) -> list[Block]:
        """The ten-second sentence with blanks, on paper: kept, or offered to be kept."""
        moment, paper = self.moment, self.moment.stage.paper
        blocks: list[Block] = []
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
