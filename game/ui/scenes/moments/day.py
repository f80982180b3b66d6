"""A moment of a day: the rooms of the flat, what can be done in each, what is left of her strength, and the next moment."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.state.commands import Act, NextSlot, PickUp
from game.core.views.view import ActionView
from game.screens.widgets import Block, Item, Items, Screen, Text
from game.ui.scenes.moments.moment import Moment, Moves

ROOMS = ("bedroom", "kitchen", "bathroom", "living", "balcony", "pharmacy")
ROOM_ICONS = {
    "bedroom": "bed",
    "kitchen": "saucepan",
    "bathroom": "toothbrush",
    "living": "cup",
    "balcony": "sun-hat",
    "pharmacy": "tablets",
}
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


class Day:
    """Choose a thing to do, then confirm; or go on. The rooms only sort what the core offers."""

    def __init__(self, moment: Moment, moves: Moves) -> None:
        self.moment, self.moves = moment, moves
        self.room = moment.view.room
        self.action, self.plate = "", ""

    def _room_of(self, action: ActionView) -> str:
        rule = self.moment.stage.controller.book.numbers.actions.get(action.key)
        return rule.room if rule and rule.room in ROOMS else "living"

    def _offered(self) -> list[ActionView]:
        return [*self.moment.view.free, *self.moment.view.energy]

    def screen(self) -> Screen:
        moment, view, say = self.moment, self.moment.view, self.moment.say
        blocks: list[Block] = [*moment.notices(), *moment.speech(), *moment.facts(), *moment.gauges()]
        blocks += self._things_to_do() if self._offered() else [Text(say("pages.nothing_to_do"), "label")]
        if view.report is not None:
            blocks.append(Items((Item("report", say("pages.report_link"), kind="button", icon=moment.icon("notebook")),)))
        if view.day_card is not None:
            blocks.append(Items((Item("card", say("pages.card", title=moment.line(view.day_card.title)), kind="button"),)))
        blocks += moment.sources_button()
        if view.done:
            blocks.append(Text(say("pages.already", list=", ".join(moment.line(action) for action in view.done)), "quiet"))
        blocks += moment.caption()
        go_on = Item("next", moment.line(view.next_label), kind="primary", is_enabled=view.can_go_on)
        bar = (moment.call_item(), Item("validate", say("pages.validate"), kind="primary") if self._is_ready() else go_on)
        picture = moment.scene_picture(room=self.room)
        return moment.compose_screen(
            moment.line(view.title),
            blocks,
            bar,
            picture=picture,
            tabs=self._tabs(),
            part="day",
            first=self.action or "",
            place=self.room,
            alt="" if self.room == view.room else say(f"room.{self.room}"),
            poses=lambda pose: moment.scene_picture(room=self.room, pose=pose),
        )

    def _is_ready(self) -> bool:
        action = next((one for one in self._offered() if one.key == self.action), None)
        return action is not None and (not action.plates or bool(self.plate))

    def _tabs(self) -> tuple[Item, ...]:
        there = {self._room_of(action) for action in self._offered()} | {self.moment.view.room}
        return tuple(self._tab(room) for room in ROOMS if room in there)

    def _tab(self, room: str) -> Item:
        """The room's name, and how many things can be done there now."""
        count = sum(action.is_available and self._room_of(action) == room for action in self._offered())
        label = self.moment.say(f"room.{room}") + (f" ({count})" if count else "")
        return Item(f"room:{room}", label, kind="tab", icon=self.moment.icon(ROOM_ICONS[room]), is_on=room == self.room)

    def _things_to_do(self) -> list[Block]:
        moment, say = self.moment, self.moment.say
        out: list[Block] = [Text(self._strength(), "quiet")]
        for label, actions in (("pages.free", moment.view.free), ("pages.energy", moment.view.energy)):
            here = [action for action in actions if self._room_of(action) == self.room]
            if here:
                out.append(Items(tuple(item for action in here for item in self._items(action)), name=say(label), shows_name=True))
        return out if len(out) > 1 else [*out, Text(say("window.nothing_here"), "quiet")]

    def _strength(self) -> str:
        moments = self.moment.view.moments_left
        key = "none" if not moments else "one" if moments == 1 else "many"
        return self.moment.say(f"pages.moments_{key}", n=moments)

    def _items(self, action: ActionView) -> list[Item]:
        moment = self.moment
        note = moment.line(action.reason) if action.reason else moment.line(action.note) if action.note else ""
        is_chosen = action.key == self.action
        out = [
            Item(
                f"act:{action.key}",
                moment.line(action.label),
                note,
                icon=moment.icon(ICONS.get(action.key, "notebook")),
                is_on=is_chosen,
                is_enabled=action.is_available,
            )
        ]
        if is_chosen:
            out += [Item(f"plate:{plate.key}", moment.line(plate.label), is_on=plate.key == self.plate) for plate in action.plates]
        return out

    def likely(self) -> Iterator[Screen]:
        """What was chosen, else the next moment; the telephone; the other rooms."""
        if self._is_ready():
            yield from self.moves.after(Act(self.action, self.plate))
            return
        yield from self.moves.after(NextSlot())
        yield from self.moves.after(PickUp())
        for tab in self._tabs():
            other = Day(self.moment, self.moves)
            other.room = tab.key.removeprefix("room:")
            yield other.screen()

    def press(self, key: str) -> None:
        what, _, value = key.partition(":")
        if what == "room":
            self.room, self.action, self.plate = value, "", ""
            self.moment.stage.scroll_to_top()
        elif what == "act":
            self.action, self.plate = ("", "") if value == self.action else (value, "")
        elif what == "plate":
            self.plate = value
        elif key == "report":
            self.moves.write_report()
        elif key == "card":
            self.moves.show_card()
        elif key == "next":
            self.moves.do(NextSlot())
        elif key == "validate":
            self.moves.do(Act(self.action, self.plate))

    def back(self) -> bool:
        """Escape first takes a choice back."""
        if not self.action:
            return False
        self.action, self.plate = "", ""
        return True
