"""The look back in the window: where one is in it, the tip kept on paper, and the ways out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game.core.review.debrief_view import Debrief
from game.device.tip_page import Page
from game.errors import DiskRefused
from game.screens.widgets import Block, Item, Items, Notice, Screen, Text
from game.telling.look_back_screen import LANES, LookBackTelling, LookBackWays, Place, opening
from game.ui.scenes.moments.moment import Moment, Moves
from game.ui.scenes.moments.paper_kept import shown_path
from game.ui.scenes.replaying import Replaying


class LookingBack:
    """One idea a page; no total, no ranking. What the week hinged on comes first, kindly, and before any praise."""

    def __init__(self, moment: Moment, moves: Moves, debrief: Debrief) -> None:
        self.moment, self.moves, self.debrief, self.at = moment, moves, debrief, 0
        self.telling = LookBackTelling(moment, debrief)
        self.pages = self.telling.pages
        self.chosen, self.is_told = "", False
        self.kept: Path | None = None
        self.refused = False
        self.shows_lanes = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Of the page that is open."""
        return self.telling.sources(self.pages[self.at])

    def screen(self) -> Screen:
        place = Place(LANES if self.shows_lanes else self.pages[self.at], self.chosen, self.is_told)
        return self.telling.screen(place, self._ways())

    def _ways(self) -> LookBackWays:
        say = self.moment.say
        following = self.moment.stage.controller.following() is not None
        return LookBackWays(
            Item("next", say("window.debrief_end"), kind="primary"),
            Item("next_week", say("window.next_week"), kind="primary") if following else None,
            self._paper(),
            [Text(module)] if (module := self._module()) else [],
        )

    def _paper(self) -> list[Block]:
        """The tip as a page to print, and where it was written."""
        moment = self.moment
        blocks: list[Block] = [Notice(moment.say("window.tip_refused"), "care")] if self.refused else []
        if self.kept is not None:
            blocks.append(Notice(shown_path(self.kept), "good", moment.say("window.tip_kept")))
            if moment.stage.paper.show is not None:
                blocks.append(Items((Item("show_tip", moment.say("window.tip_show"), kind="button"),)))
        elif moment.stage.paper.keep is not None:
            blocks.append(Items((Item("keep_tip", moment.say("window.tip_keep"), kind="button", icon=moment.icon("notebook")),)))
        return blocks

    def _module(self) -> str:
        """The module that says more, by its title; empty when this device does not have it."""
        title = self.moment.stage.paper.module(self.debrief.module, self.moment.stage.preferences.language)
        return self.moment.say("window.read_on", title=title) if title else ""

    def page_to_print(self) -> Page:
        """The tip with the team's numbers as typed on this device, or empty lines to write them on. Nothing of the week stands on it."""
        moment, preferences = self.moment, self.moment.stage.preferences
        foot = [moment.say("pages.disclaimer"), *([moment.say("window.draft")] if moment.stage.is_demo else [])]
        return Page(
            language=preferences.language,
            title=moment.say("pages.tip"),
            tip=moment.line(self.debrief.tip),
            lines=[(moment.say("window.write_day"), preferences.day), (moment.say("window.write_night"), preferences.night)],
            sources_label=moment.say("pages.sources"),
            sources=[words for words, _ in moment.stage.paper.sources(self._tip_sources())],
            read_on=self._module(),
            foot=foot,
        )

    def _tip_sources(self) -> tuple[str, ...]:
        situation = self.moment.stage.controller.book.situations.get(self.debrief.tip.key.removeprefix("situation.").removesuffix(".tip"))
        return situation.sources if situation else ()

    def _keep_tip(self) -> None:
        if self.moment.stage.paper.keep is None:
            return
        try:
            self.kept, self.refused = self.moment.stage.paper.keep(self.page_to_print()), False
        except DiskRefused:
            self.refused = True
        self.moment.stage.turned()

    def likely(self) -> Iterator[Screen]:
        for page in self.pages[self.at + 1 : self.at + 2]:
            yield opening(self.moment, page)

    def press(self, key: str) -> None:
        moment = self.moment
        if key.startswith("recall:"):
            self.chosen = key[7:]
        elif key in (LANES, "close_lanes"):
            self.shows_lanes = key == LANES
            moment.stage.turned()
        elif key == "keep_tip":
            self._keep_tip()
        elif key == "show_tip" and self.kept is not None and moment.stage.paper.show is not None:
            moment.stage.paper.show(self.kept)
        elif key == "next_week":
            self.moves.begin_next()
        elif key == "again_at" and (at := self.debrief.turned_at) is not None:
            moment.stage.over(Replaying(moment.stage, lambda: self.moves.begin_at(at), is_midway=True))
        elif key == "again":
            moment.stage.over(Replaying(moment.stage, self.moves.begin_again))
        elif key in ("next", "skip"):
            self._go_on(key)

    def _go_on(self, key: str) -> None:
        """The answer of the question, the next page, or the way out."""
        stage = self.moment.stage
        if key == "next" and self.pages[self.at] == "recall" and not self.is_told:
            self.is_told = True
            stage.cue("relief", "window.caption.relief")
            stage.turned()
        elif self.at < len(self.pages) - 1:
            self.at += 1
            stage.cue("page")
            stage.turned()
        else:
            stage.home()

    def back(self) -> bool:
        """Escape closes what is open, then goes one page back."""
        if self.shows_lanes:
            self.shows_lanes = False
            self.moment.stage.turned()
            return True
        if not self.at:
            return False
        self.at -= 1
        self.moment.stage.turned()
        return True
