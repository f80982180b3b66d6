"""The screens of a call: which signs and which person, what is said, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game import art
from game.core.views.view import CallView
from game.screens.widgets import Block, Item, Items, Notice, Screen, Speech, Text
from game.telling.moment_drawing import MomentDrawing


@dataclass(frozen=True)
class CallChoices:
    """What is chosen and not sent yet: signs to name, the person, the words."""

    signs: frozenset[str] = frozenset()
    person: str = ""
    option: str = ""

    @classmethod
    def of_view(cls, call: CallView) -> CallChoices:
        """What the core chose already."""
        signs = frozenset(sign.key for sign in call.signs if sign.is_on)
        person = next((person.key for person in call.people if person.is_on), "")
        return cls(signs, person, next((option.key for option in call.options if option.is_on), ""))


def call_screen(moment: MomentDrawing, call: CallView, choices: CallChoices, paper: Sequence[Block] = ()) -> Screen:
    """paper: what stands under the ten-second sentence: the way to the same with blanks, on paper."""
    if call.stage == "choose":
        blocks, bar = _choosing(moment, call, choices)
    else:
        blocks, bar = _talking(moment, call, choices, paper)
    picture = moment.scene_picture(posture="phone")
    beside = (*moment.facts(), *moment.done(), Text(moment.say("pages.call_pretend"), "quiet"))

    def poses(pose: str) -> str:
        return moment.scene_picture(posture="phone", pose=pose)

    title = f"{moment.say('pages.call')} · {moment.line(moment.view.title)}"  # whom to call hangs on the hour
    return moment.compose_screen(title, blocks, bar, picture=picture, part="call", beside=beside, poses=poses)


def _choosing(moment: MomentDrawing, call: CallView, choices: CallChoices) -> tuple[list[Block], tuple[Item, ...]]:
    say = moment.say
    signs = tuple(Item(f"sign:{one.key}", moment.line(one.label), kind="check", is_on=one.key in choices.signs) for one in call.signs)
    people = tuple(
        Item(f"person:{one.key}", moment.line(one.label), moment.line(one.note) if one.note else "", is_on=one.key == choices.person)
        for one in call.people
    )
    blocks: list[Block] = [
        *moment.notices(),
        Items(signs, name=f"{say('pages.call_signs')} {say('pages.call_signs_help')}", shows_name=True, may_pair=True),
        Items(people, name=say("pages.call_person"), shows_name=True, may_pair=True),
    ]
    bar = (
        Item("hang_up", say("pages.back_home"), kind="button"),
        Item("dial", say("pages.dial"), kind="primary", icon=moment.badge("red"), is_enabled=bool(choices.person)),
    )
    return blocks, bar


def _talking(moment: MomentDrawing, call: CallView, choices: CallChoices, paper: Sequence[Block]) -> tuple[list[Block], tuple[Item, ...]]:
    say = moment.say
    is_drawn = call.speaker in art.CAST
    portrait = art.portrait(moment.teller.parts, call.speaker) if is_drawn else ""
    speaker = say(f"pages.speaker_{call.speaker}") if is_drawn else ""
    blocks: list[Block] = [*moment.notices(), Speech(moment.line(call.says), speaker, portrait, is_near=True)]
    if call.note:
        blocks.append(Text(moment.line(call.note), "quiet"))
    if call.script:
        blocks.append(Notice(" ".join(moment.line(one) for one in call.script), "idea", say("pages.script")))
        blocks += paper
    if not call.options:
        return blocks, (Item("hang_up", say("pages.read_on"), kind="primary"),)
    options = tuple(Item(f"say:{one.key}", moment.line(one.label), is_on=one.key == choices.option) for one in call.options)
    blocks.append(Items(options, name=say("pages.call_words"), shows_name=True))
    hang_up = (Item("hang_up", say("pages.hang_up"), kind="button"),) if call.can_hang_up else ()
    return blocks, (*hang_up, moment.validate(bool(choices.option)))
