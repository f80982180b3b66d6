"""The map of the day: one idea on a card, read before anything is decided. The telephone is there already."""

from __future__ import annotations

from collections.abc import Sequence

from game.core.views.view import DayCard
from game.screens.widgets import Block, Item, Notice, Screen, Text
from game.telling.moment_drawing import MomentDrawing


def card_screen(moment: MomentDrawing, card: DayCard, sources: Sequence[Block]) -> Screen:
    """Nothing to choose here; the day begins with one press. sources: where the card comes from, or the way there."""
    view, say = moment.view, moment.say
    week = say("pages.week_of", **{**view.speaker.values, "title": f"@campaign.{view.campaign}.week.{view.week}.title"})
    blocks: list[Block] = [Text(week if view.day == 1 else moment.line(view.subtitle), "quiet")]
    blocks += [Notice(moment.line(card.text), "idea", moment.line(card.title)), *sources]
    bar = (moment.call_item(), Item("begin_day", say("window.begin_day" if card.is_new else "pages.back"), kind="primary"))
    return moment.compose_screen(moment.line(view.title), blocks, bar, part="card", first="begin_day")
