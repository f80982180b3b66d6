"""A moment of a day as a screen: what can be done, by kind, what is left of her strength, and the next moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from game.core.views.view import ActionView
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.telling.moment_drawing import MomentDrawing

KINDS = {"measure": "thermometer", "care": "cream", "ask": "cup", "wish": "plate", "tablets": "pill-box"}
"""Kind of an act, in the order of the screen -> its picture."""
KIND_OF = {
    "measure_temp": "measure",
    "ask_pharmacist": "ask",
    "prepare_questions": "ask",
    "talk": "ask",
    "write_team": "ask",
    "wish_lighter": "wish",
    "wish_ask": "wish",
    "wish_spare": "wish",
    "antiemetic": "tablets",
    "take_dose": "tablets",
    "skip_dose": "tablets",
    "hold_and_call": "tablets",
    "double_dose": "tablets",
    "paracetamol": "tablets",
}
"""Act -> its kind; any other one looks after the body."""
ICONS = {
    "measure_temp": "thermometer",
    "hand_hygiene": "soap",
    "antiemetic": "tablets",
    "protect_from_cold": "gloves",
    "take_dose": "pill-box",
    "skip_dose": "notebook",
    "hold_and_call": "phone",
    "double_dose": "tablets",
    "ask_pharmacist": "tablets",
    "paracetamol": "tablets",
    "drink": "glass",
    "adapt_meals": "plate",
    "mouth_care": "toothbrush",
    "walk": "walking-shoes",
    "rest": "bed",
    "skin_care": "cream",
    "talk": "cup",
    "prepare_questions": "notebook",
    "own_rest": "blanket",
    "write_team": "phone",
    "wish_lighter": "plate",
    "wish_ask": "cup",
    "wish_spare": "bed",
}


@dataclass(frozen=True)
class DayChoices:
    """What is chosen and not sent yet. act: an act, with its plate behind a colon where it has plates; kind: the one that is open.

    room: where the person is looked for; empty: where she is.
    """

    act: str = ""
    kind: str = ""
    room: str = ""


def kind_of(action: str) -> str:
    """The kind of an act."""
    return KIND_OF.get(action, "care")


def offered(moment: MomentDrawing) -> list[ActionView]:
    """Every act of the moment, also those that cannot be done now."""
    return [*moment.view.free, *moment.view.energy]


def kinds(moment: MomentDrawing) -> list[str]:
    """The kinds that have an act, in their order."""
    there = {kind_of(action.key) for action in offered(moment)}
    return [kind for kind in KINDS if kind in there]


def day_screen(moment: MomentDrawing, choices: DayChoices, *, is_form: bool = False, has_papers: bool = True) -> Screen:
    """is_form: what is chosen comes with the press that confirms it, so both ways on stand there; has_papers: the weekly report and the
    card of the morning can be opened from here."""
    view, say = moment.view, moment.say
    blocks: list[Block] = [*moment.notices(), *moment.speech(), *moment.facts(), *moment.done()]
    if offered(moment):
        blocks += [*_acts(moment, choices), Text(_strength(moment), "quiet"), *_undo(moment, choices, is_form=is_form)]
    else:
        blocks.append(Text(say("pages.nothing_to_do"), "label", 2))
    if has_papers:
        blocks += _papers(moment)
    blocks += [*moment.gauges(), *([] if is_form else moment.sources_button()), *moment.caption()]
    is_elsewhere = bool(choices.room) and choices.room != view.room

    def picture(pose: str = "") -> str:
        return moment.scene_picture(room=choices.room, pose=pose)

    return moment.compose_screen(
        moment.line(view.title),
        blocks,
        tuple(_bar(moment, choices, is_form=is_form)),
        picture=picture(),
        part="day",
        first=f"act:{choices.act}" if choices.act else "",
        place=choices.room or view.room,
        alt=say(f"room.{choices.room}") if is_elsewhere else "",
        poses=picture,
    )


def _bar(moment: MomentDrawing, choices: DayChoices, *, is_form: bool) -> Iterator[Item]:
    view = moment.view
    yield moment.call_item()
    if choices.act or (is_form and offered(moment)):
        yield moment.validate(bool(choices.act))
    if not choices.act:
        kind = "button" if is_form and offered(moment) else "primary"
        yield Item("next", moment.line(view.next_label), kind=kind, is_enabled=view.can_go_on)


def _acts(moment: MomentDrawing, choices: DayChoices) -> Iterator[Items]:
    """One fold a kind: its name says how many acts it holds now."""
    for kind in kinds(moment):
        name = moment.say(f"pages.group_{kind}")
        own = [action for action in offered(moment) if kind_of(action.key) == kind]
        head = Item(f"kind:{kind}", name, kind="tab", icon=moment.icon(KINDS[kind]), is_on=kind == choices.kind)
        yield Items(tuple(item for action in own for item in _items(moment, action, choices)), name=name, head=head)


def _items(moment: MomentDrawing, action: ActionView, choices: DayChoices) -> Iterator[Item]:
    """One item an act; an act with plates gives one a plate, so that one press and the one that confirms are enough."""
    say, words, icon = moment.say, moment.line(action.label), moment.icon(ICONS.get(action.key, "notebook"))
    if not action.is_available:
        yield Item(f"act:{action.key}", words, moment.line(action.reason) if action.reason else "", icon=icon, is_enabled=False)
        return
    cost = say("pages.cost_many", n=action.cost) if action.cost > 1 else say("pages.cost_one") if action.cost else ""
    note = moment.line(action.note) if action.note else ""
    for plate in action.plates:
        key = f"{action.key}:{plate.key}"
        under = " · ".join(part for part in (words, note, cost) if part)
        yield Item(f"act:{key}", moment.line(plate.label), under, icon=icon, is_on=key == choices.act)
    if not action.plates:
        under = " · ".join(part for part in (note, cost) if part)
        yield Item(f"act:{action.key}", words, under, icon=icon, is_on=action.key == choices.act)


def _strength(moment: MomentDrawing) -> str:
    moments = moment.view.moments_left
    key = "none" if not moments else "one" if moments == 1 else "many"
    return moment.say(f"pages.moments_{key}", n=moments)


def _undo(moment: MomentDrawing, choices: DayChoices, *, is_form: bool) -> list[Block]:
    """A choice can be taken back."""
    return [Items((Item("undo", moment.say("pages.undo"), kind="undo"),))] if is_form or choices.act else []


def _papers(moment: MomentDrawing) -> Iterator[Items]:
    view, say = moment.view, moment.say
    if view.report is not None:
        yield Items((Item("report", say("pages.report_link"), kind="button", icon=moment.icon("notebook")),))
    if view.day_card is not None:
        yield Items((Item("card", say("pages.card", title=moment.line(view.day_card.title)), kind="button"),))
