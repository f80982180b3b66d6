"""The play controller: one week in hand, each command kept with its statements in one line on the disk. No screen and no rule here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.errors import GameError
from game.core.review.debrief_builder import look_back
from game.core.review.debrief_view import Debrief
from game.core.state.commands import Command
from game.core.state.events import Event
from game.core.views.view import TurnView
from game.core.week import Week
from game.device.outbox import Outbox
from game.errors import DeviceError, DiskRefused

Tell = Callable[[Sequence[Event]], list[dict[str, Any]]]


@dataclass(frozen=True)
class LocalPlay:
    """A play on this device. over: the week reached its end; about: what its line says beside the save."""

    play: str
    campaign: str
    week: int
    name: str
    day: int
    slot: str
    over: bool
    save: Mapping[str, Any]
    about: Mapping[str, Any] = field(default_factory=dict)


class PlayController:
    """tell: events -> statements, minted with their ids and times; None for a guest, of whom nothing is noted."""

    def __init__(self, book: Book, rule: SiteRule, outbox: Outbox, *, tell: Tell | None, new_play: Callable[[], str]) -> None:
        self.book, self.rule, self.outbox = book, rule, outbox
        self.tell, self._new_play = tell, new_play
        self.week: Week | None = None
        self.play = ""
        self.trouble: DeviceError | None = None
        self.about: dict[str, Any] = {}
        self.marks: Mapping[str, Any] = {}
        """Of a linked device: learner (pseudonym), registration, cohort. A play bears those of its first linked command ever after."""

    def start(self, *, campaign: str, week: int, seed: int, length: str, difficulty: int, character: Mapping[str, str]) -> list[Event]:
        """A new week. The body of the week before in the same campaign is carried on by the core, when it was played here."""
        before = self._before(campaign, week)
        self.play = before.play if before else self._new_play()
        self.week = Week.start(
            self.book, self.rule, campaign=campaign, week=week, seed=seed, play=self.play,
            difficulty=difficulty, length=length, character=dict(character), before=before.save if before else None,
        )  # fmt: skip
        self.about = {"campaign": campaign, "week": week, "name": character.get("name", "")}
        if before:
            self.about |= {name: before.about[name] for name in ("learner", "registration", "cohort", "at") if name in before.about}
        return self._keep(self._week().begin())

    def start_alone(self, situation: str, *, seed: int, difficulty: int = 1) -> None:
        """One situation by itself, for whoever writes it. Raises Unknown."""
        self.play = self._new_play()
        self.week = Week.alone(self.book, self.rule, situation=situation, seed=seed, play=self.play, difficulty=difficulty)
        state = self.week.state
        self.about = {"campaign": state.campaign, "week": state.week, "name": state.character.get("name", "")}

    def _before(self, campaign: str, week: int) -> LocalPlay | None:
        plan = self.book.campaigns[campaign].week(week)
        if not plan.follows or week < 2:
            return None
        return next((kept for kept in self.plays() if kept.campaign == campaign and kept.week == week - 1 and kept.over), None)

    def resume(self, kept: LocalPlay) -> None:
        """Opens a play where it was left. Raises SaveUnreadable."""
        self.week = Week.resume(self.book, self.rule, kept.save)
        self.play = kept.play
        self.about = {**kept.about, "campaign": kept.campaign, "week": kept.week, "name": kept.name}

    def again(self) -> list[Event]:
        """The week in hand from its first morning, with the same luck, as a play of its own; the finished one stays as it is."""
        saved, self.play = self._week().save(), self._new_play()
        self.week = Week.again(self.book, self.rule, saved, play=self.play)
        return self._keep(self._week().begin())

    def plays(self) -> list[LocalPlay]:
        """What is on this device, newest first. On a linked one the learner's and nobody's alone: two people never share a week."""
        found = []
        for record in self.outbox.plays():
            about = record.get("about") or {}
            if self.marks and about.get("learner", self.marks["learner"]) != self.marks["learner"]:
                continue
            found.append(
                LocalPlay(
                    record["play"], about.get("campaign", ""), about.get("week", 1), about.get("name", ""), about.get("day", 1),
                    about.get("slot", "morning"), about.get("over", False), record["save"], about,
                )
            )  # fmt: skip
        return found

    def view(self) -> TurnView:
        return self._week().view()

    def peek(self, command: Command) -> TurnView | None:
        """What a command would bring, on a copy of the week: nothing is done or kept. None when the core refuses it."""
        ahead = Week.resume(self.book, self.rule, self._week().save())
        try:
            ahead.do(command)
        except GameError:
            return None
        return ahead.view()

    def debrief(self) -> Debrief:
        return look_back(self._week())

    def do(self, command: Command) -> list[Event]:
        """One command of the core, then its events, statements and save in one line. Raises what the core refuses, with nothing changed.

        A disk that refuses does not stop the game: `trouble` says it until a later line is kept.
        """
        return self._keep(self._week().do(command))

    def _keep(self, events: list[Event]) -> list[Event]:
        """Events, statements and save in one line on the disk. Gives the events."""
        week = self._week()
        view = week.view()
        self.about = {**self.marks, **self.about, "day": view.day, "slot": view.slot, "over": view.is_over}
        statements = self.tell(events) if self.tell and events else []
        if statements:
            self.about["at"] = statements[-1]["timestamp"]
        try:
            self.outbox.keep(statements, play=self.play, save=week.save(), about=dict(self.about))
            self.trouble = None
        except DiskRefused as error:
            self.trouble = error
        return events

    def put_away(self) -> None:
        """Back to the title; everything is kept already."""
        self.week = None

    def _week(self) -> Week:
        if self.week is None:
            raise ValueError("no week is in hand: start or resume one first")
        return self.week
