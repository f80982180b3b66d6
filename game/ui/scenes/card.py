"""The map of the day: one idea on a card, read before anything is decided. The telephone is there already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from game.core.view import DayCard
from game.ui.layout.widgets import Block, Item, Notice, Screen, Text
from game.ui.scenes.day import Day

if TYPE_CHECKING:
    from game.ui.scenes.turn import Turn


class Card:
    """Nothing to choose here; the day begins with one press."""

    def __init__(self, turn: Turn, card: DayCard) -> None:
        self.turn, self.card = turn, card
        self.sources = card.sources

    def screen(self) -> Screen:
        turn, view, say = self.turn, self.turn.view, self.turn.say
        title = turn.line(view.title)
        blocks: list[Block] = [Text(self._week() if view.day == 1 else turn.line(view.subtitle), "quiet")]
        blocks.append(Notice(turn.line(self.card.text), "idea", turn.line(self.card.title)))
        blocks += turn.sources_button()
        bar = (turn.call_item(), Item("begin_day", say("window.begin_day"), kind="primary"))
        return turn.made(title, blocks, bar, part="card", first="begin_day")

    def _week(self) -> str:
        view = self.turn.view
        title = f"@campaign.{view.campaign}.week.{view.week}.title"
        return self.turn.say("pages.week_of", **{**view.speaker.values, "title": title})

    def likely(self) -> Iterator[Screen]:
        yield Day(self.turn).screen()
        yield from self.turn.after("pick_up")

    def press(self, key: str) -> None:
        if key == "begin_day":
            self.turn.begin_day()

    def back(self) -> bool:
        return False
