"""An open situation as a screen: what happens, what may be asked, the card laid beside it, three choices or more."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.views.view import SituationView
from game.screens.widgets import Block, Item, Items, Notice, Screen, Text
from game.telling.moment_drawing import MomentDrawing

CARD_TONES = {"vital": "care", "red": "care"}


def situation_screen(moment: MomentDrawing, situation: SituationView, chosen: str = "") -> Screen:
    """chosen: the choice that is not confirmed yet; nothing is coloured before it is."""
    blocks: list[Block] = [*moment.notices(), *moment.thread(), *_note(moment, situation)]
    blocks += [Text(moment.line(situation.text)), *_questions(moment, situation)]
    if situation.hint:
        blocks.append(Notice(moment.line(situation.hint), "good"))
    title = moment.line(situation.title)
    blocks.append(Items(tuple(_choices(moment, situation, chosen)), name=title))
    if situation.can_ask_hint:
        blocks.append(Items((Item("hint", moment.say("pages.hint"), kind="button"),)))
    blocks += [*moment.gauges(), *moment.caption()]
    bar = (moment.call_item(), moment.validate(bool(chosen)))
    return moment.compose_screen(title, blocks, bar, part="situation", beside=tuple(_findings(moment, situation)))


def _note(moment: MomentDrawing, situation: SituationView) -> Iterator[Block]:
    """What is hard in it is said before, beside the way past it."""
    if situation.note:
        yield Notice(moment.line(situation.note))
    if situation.can_skip:
        yield Items((Item("skip", moment.say("pages.skip"), kind="button"),))


def _questions(moment: MomentDrawing, situation: SituationView) -> list[Block]:
    """What may still be asked."""
    more = [Item(f"ask:{one.key}", moment.line(one.label), kind="button") for one in situation.questions]
    more += [Item("card", moment.say("pages.lay_card"), kind="button")] if situation.can_lay_card else []
    ask = moment.line(situation.ask) if situation.ask else ""
    if not more:
        return [Text(ask, "label", 2)] if ask else []
    return [Items(tuple(more), columns=2, name=ask, shows_name=bool(ask))]


def _choices(moment: MomentDrawing, situation: SituationView, chosen: str) -> Iterator[Item]:
    for one in situation.choices:
        yield Item(f"choice:{one.key}", moment.line(one.label), moment.line(one.note) if one.note else "", is_on=one.key == chosen)


def _findings(moment: MomentDrawing, situation: SituationView) -> Iterator[Block]:
    """Under the picture, to be compared with the choices at one glance: the hour, what was answered, measured and done, the alert card."""
    yield Text(moment.line(moment.view.title), "quiet")  # whom to call hangs on it
    for one in situation.answers:
        yield Notice(moment.line(one.answer), title=moment.line(one.question))
    yield from (*moment.facts(), *moment.done())
    if situation.card:
        yield Text(moment.say("pages.card_beside"), "label", 2)
    for part in situation.card:
        points = tuple(moment.line(line) for line in part.lines)
        yield Notice("", CARD_TONES.get(part.flag, "info"), title=moment.line(part.title), points=points)
