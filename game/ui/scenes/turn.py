"""The week in hand: which scene the core's view calls for, and what they share. All that is decided is decided by the core."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from game import art
from game.core.view import Line, TurnView
from game.ui.layout.widgets import Block, Gauges, Item, Items, Notice, Screen, Speech
from game.ui.scenes import calling, card, day, looking_back, reporting, situation
from game.ui.scenes.base import AT_EASE, Scene, shown
from game.ui.scenes.pausing import Pausing
from game.ui.scenes.sources import Sources

BADGES = {"care": "red", "good": "green", "info": ""}
CUES = {"TemperatureMeasured": ("thermometer", "window.caption.thermometer"), "SignReported": ("relief", "window.caption.relief")}
KEEPERS = {"pharmacy": ("pharmacist",)}  # who is always there
SLOT_CUES = {"morning": ("morning", "window.caption.morning"), "night": ("night", "window.caption.night")}


class Part(Protocol):
    """What a turn shows: card, day, situation, call, report or look back. back: whether it had something of its own to take back."""

    def screen(self) -> Screen: ...
    def press(self, key: str) -> None: ...
    def back(self) -> bool: ...
    def likely(self) -> Iterator[Screen]: ...


class Turn(Scene):
    """Shows the part that the view calls for: call, situation, report, day, or the look back."""

    name = "turn"

    def __init__(self, app: object, view: TurnView | None = None) -> None:
        """view: a moment that is not there yet, to see what it would show; else the one of the week in hand."""
        super().__init__(app)  # type: ignore[arg-type]
        self.card_read = 0  # the day whose card was read
        self.report_answers: dict[str, int] = {}  # as far as they were given: a call in between loses none
        self.view: TurnView = view or self.app.desk.view()
        self.part: Part = self._part()

    def _part(self) -> Part:
        view = self.view
        if view.is_over:
            return looking_back.LookingBack(self, self.app.desk.debrief())
        if view.call is not None:
            return calling.Calling(self, view.call)
        if view.situation is not None:
            return situation.Deciding(self, view.situation)
        if view.day_card is not None and self.card_read != view.day:
            return card.Card(self, view.day_card)
        return day.Day(self)

    def screen(self) -> Screen:
        return self.part.screen()

    def press(self, key: str) -> None:
        if key == "pause":
            self.app.over(Pausing(self.app))
        elif key == "call":
            self.do("pick_up")
        elif key == "sources":
            self.app.over(Sources(self.app, self.part_sources()))
        else:
            self.part.press(key)

    def back(self) -> None:
        if not self.part.back():
            self.app.over(Pausing(self.app))

    def likely(self) -> Iterator[Screen]:
        """What the buttons of this part would bring; the core is asked, not guessed."""
        return self.part.likely()

    def after(self, command: str, *args: Any, **params: Any) -> Iterator[Screen]:
        """The screen that a command would bring, on a copy of the week; nothing when the core refuses it."""
        view = self.app.desk.peek(command, *args, **params)
        if view is not None:
            yield looking_back.opening(self) if view.is_over else Turn(self.app, view).screen()

    def can_call(self) -> bool:
        return self.view.can_call

    def do(self, command: str, *args: Any, **params: Any) -> None:
        """One command of the core; then the page that follows from it."""
        slot, self.card_read = (self.view.day, self.view.slot), self.view.day
        events = self.app.desk.do(command, *args, **params)
        self.view = self.app.desk.view()
        self.part = self._part()
        self._sound(command, events, slot)
        self.app.turned()

    def write_report(self) -> None:
        """The weekly report lies over the day until it is kept or put away."""
        if self.view.report is not None:
            self.part = reporting.Reporting(self, self.view.report, self.report_answers)
            self.app.turned()

    def to_day(self) -> None:
        self.part = self._part()
        self.app.turned()

    def _sound(self, command: str, events: list[Any], before: tuple[int, str]) -> None:
        if command == "call":
            self.app.cue("ring", "window.caption.ring")
            return
        for event in events:
            if type(event).__name__ in CUES:
                self.app.cue(*CUES[type(event).__name__])
                return
        if (self.view.day, self.view.slot) != before and self.view.slot in SLOT_CUES:
            self.app.cue(*SLOT_CUES[self.view.slot])
        else:
            self.app.cue("page" if command == "next_slot" else "confirm")

    def begin_day(self) -> None:
        """The card was read."""
        self.card_read = self.view.day
        self.to_day()

    def part_sources(self) -> tuple[str, ...]:
        """Where what is on this page comes from: keys of references."""
        own: tuple[str, ...] = getattr(self.part, "sources", ())
        return (*own, *(key for notice in self.view.notices for key in notice.sources))

    # what the parts share

    def line(self, line: Line) -> str:
        return self.app.line(line)

    def scene_picture(self, *, room: str = "", posture: str = "") -> str:
        """The room of the view, or another one she is looked for in."""
        view = self.view
        elsewhere = bool(room) and room != view.room
        reads = shown(view.reading, self.app.preferences.language) if view.reading is not None and not elsewhere else ""
        return self.picture(
            room=room or view.room,
            slot=view.slot,
            look=view.look,
            face=view.face,
            posture=posture or (AT_EASE.get(room, "stand") if elsewhere else view.posture),
            people=KEEPERS.get(room, ()) if elsewhere else view.people,
            objects=() if elsewhere else view.objects,
            reads=reads,
        )

    def face(self, who: str = "") -> str:
        """The one who speaks; the character as she feels, when nobody is named."""
        if who in art.CAST:
            return art.portrait(self.app.parts, who)
        return art.portrait(self.app.parts, art.look(self.view.look), self.view.face)

    def notices(self) -> list[Block]:
        """What has just happened, on top of whatever comes next."""
        out: list[Block] = []
        for notice in self.view.notices:
            icon = self.badge(BADGES[notice.tone]) if BADGES.get(notice.tone) else ""
            title, why = self.line(notice.title) if notice.title else "", self.line(notice.why) if notice.why else ""
            out.append(Notice(self.line(notice.text), notice.tone, title, icon, why))
        return out

    def sources_button(self) -> list[Block]:
        """The way to the sources, one step, where there are any."""
        return [Items((Item("sources", self.say("window.sources"), kind="button"),))] if self.part_sources() else []

    def speech(self) -> list[Block]:
        """What the character says, with her face."""
        said = "\n".join(self.line(line) for line in self.view.says)
        return [Speech(said, self.line(self.view.speaker), self.face())] if said else []

    def gauges(self) -> Gauges:
        return Gauges(tuple((self.line(gauge.label), self.line(gauge.word), gauge.level) for gauge in self.view.gauges))

    def made(
        self,
        title: str,
        blocks: list[Block],
        bar: tuple[Item, ...],
        *,
        picture: str = "",
        tabs: tuple[Item, ...] = (),
        part: str = "",
        first: str = "",
    ) -> Screen:
        """A screen of the week: the strip of its days on top, pause in the corner."""
        steps = tuple((self.say("window.step", n=self.view.day, total=self.view.days), step.state) for step in self.view.steps)
        return Screen(
            part,
            title,
            picture or self.scene_picture(),
            slot=self.view.slot,
            blocks=tuple(blocks),
            bar=bar,
            tabs=tabs,
            first=first,
            corner=(Item("pause", self.say("window.pause"), kind="button"),),
            steps=steps,
        )

    def call_item(self) -> Item:
        """Calling is always there, at the same place, at the same size."""
        return Item("call", self.say("pages.call"), kind="call", icon=self.badge("red"), is_enabled=self.view.can_call)
