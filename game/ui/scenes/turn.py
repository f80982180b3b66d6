"""The week in hand: which part the core's view calls for, and the commands the parts give. All that is decided is decided by the core."""

from __future__ import annotations

from collections.abc import Iterator

from game.core.state.commands import Command, Dial, NextSlot, PickUp
from game.core.state.events import Event
from game.core.views.view import TurnView
from game.screens.widgets import Screen
from game.telling.look_back_screen import opening
from game.ui.scenes.base import Scene, Stage
from game.ui.scenes.moments import calling, card, day, looking_back, reporting, situation
from game.ui.scenes.moments.moment import Moment, Part
from game.ui.scenes.pausing import Pausing
from game.ui.scenes.sources import Sources

CUES = {"TemperatureMeasured": ("thermometer", "window.caption.thermometer"), "SignReported": ("relief", "window.caption.relief")}
SLOT_CUES = {"morning": ("morning", "window.caption.morning"), "night": ("night", "window.caption.night")}


class Turn(Scene):
    """Shows the part that the view calls for: call, situation, report, day, or the look back. Implements Moves for its parts."""

    name = "turn"

    def __init__(self, stage: Stage, view: TurnView | None = None) -> None:
        """view: a moment that is not there yet, to see what it would show; else the one of the week in hand."""
        super().__init__(stage)
        self.card_read = 0  # the day whose card was read
        self.report_answers: dict[str, int] = {}  # as far as they were given: a call in between loses none
        self.moment = Moment(stage, view or stage.controller.view())
        self.part: Part = self._part()

    @property
    def view(self) -> TurnView:
        return self.moment.view

    def _part(self) -> Part:
        view, moment = self.view, self.moment
        if view.is_over:
            return looking_back.LookingBack(moment, self, self.stage.controller.debrief())
        if view.call is not None:
            return calling.Calling(moment, self, view.call)
        if view.situation is not None:
            return situation.Deciding(moment, self, view.situation)
        if view.day_card is not None and view.day_card.is_new and self.card_read != view.day:
            return card.Card(moment, self, view.day_card)
        return day.Day(moment, self)

    def screen(self) -> Screen:
        return self.part.screen()

    def press(self, key: str) -> None:
        if key == "pause":
            self.stage.over(Pausing(self.stage))
        elif key == "call":
            self.do(PickUp())
        elif key == "sources":
            self.stage.over(Sources(self.stage, self.moment.sources(getattr(self.part, "sources", ()))))
        else:
            self.part.press(key)

    def back(self) -> None:
        if not self.part.back():
            self.stage.over(Pausing(self.stage))

    def likely(self) -> Iterator[Screen]:
        """What the buttons of this part would bring; the core is asked, not guessed."""
        return self.part.likely()

    def after(self, command: Command) -> Iterator[Screen]:
        """The screen that a command would bring, on a copy of the week; nothing when the core refuses it."""
        view = self.stage.controller.peek(command)
        if view is not None:
            yield opening(self.moment, "well") if view.is_over else Turn(self.stage, view).screen()

    def can_call(self) -> bool:
        return self.view.can_call

    def do(self, command: Command) -> None:
        """One command of the core; then the page that follows from it."""
        slot, self.card_read = (self.view.day, self.view.slot), self.view.day
        events = self.stage.controller.do(command)
        self.moment = Moment(self.stage, self.stage.controller.view())
        self.part = self._part()
        self._sound(command, events, slot)
        self.stage.turned()

    def write_report(self) -> None:
        """The weekly report lies over the day until it is kept or put away."""
        if self.view.report is not None:
            self.part = reporting.Reporting(self.moment, self, self.view.report, self.report_answers)
            self.stage.turned()

    def show_day(self) -> None:
        self.part = self._part()
        self.stage.turned()

    def show_card(self) -> None:
        if self.view.day_card is not None:
            self.part = card.Card(self.moment, self, self.view.day_card)
            self.stage.turned()

    def begin_day(self) -> None:
        self.card_read = self.view.day
        self.show_day()

    def begin_next(self) -> None:
        week = self.stage.controller.following()
        if week is not None:
            self.stage.controller.go_on(week, seed=self.stage.seed())
            self.stage.go(Turn(self.stage))

    def begin_at(self, moment: tuple[int, str]) -> None:
        self.stage.controller.again_at(moment)
        self.stage.go(Turn(self.stage))

    def begin_again(self) -> None:
        self.stage.controller.again()
        self.stage.go(Turn(self.stage))

    def _sound(self, command: Command, events: list[Event], before: tuple[int, str]) -> None:
        if isinstance(command, Dial):
            self.stage.cue("ring", "window.caption.ring")
            return
        for event in events:
            if type(event).__name__ in CUES:
                reading = self.view.reading
                self.stage.cue(*CUES[type(event).__name__], temperature=0.0 if reading is None else float(reading))
                return
        if (self.view.day, self.view.slot) != before and self.view.slot in SLOT_CUES:
            self.stage.cue(*SLOT_CUES[self.view.slot])
        else:
            self.stage.cue("page" if isinstance(command, NextSlot) else "confirm")
