"""The map of the day: one idea on a card, read before anything is decided. The telephone is there already."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.state.commands import PickUp
from game.core.views.view import DayCard
from game.screens.widgets import Block, Item, Notice, Screen, Text
from game.ui.scenes.moments.day import Day
from game.ui.scenes.moments.moment import Moment, Moves


class Card:
    """Nothing to choose here; the day begins with one press."""

    def __init__(self, moment: Moment, moves: Moves, card: DayCard) -> None:
        self.moment, self.moves, self.card = moment, moves, card
        self.sources = card.sources

    def screen(self) -> Screen:
        moment, view, say = self.moment, self.moment.view, self.moment.say
        title = moment.line(view.title)
        blocks: list[Block] = [Text(self._week() if view.day == 1 else moment.line(view.subtitle), "quiet")]
        blocks.append(Notice(moment.line(self.card.text), "idea", moment.line(self.card.title)))
        blocks += moment.sources_button(self.sources)
        bar = (moment.call_item(), Item("begin_day", say("window.begin_day" if self.card.is_new else "pages.back"), kind="primary"))
        return moment.compose_screen(title, blocks, bar, part="card", first="begin_day")

    def _week(self) -> str:
        view = self.moment.view
        title = f"@campaign.{view.campaign}.week.{view.week}.title"
        return self.moment.say("pages.week_of", **{**view.speaker.values, "title": title})

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
