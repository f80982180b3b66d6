"""The play controller: one week in hand, each command kept with its statements in one line on the disk. No screen and no rule here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from courses.model.game import Book
from courses.model.rules import SiteRule
from game.core.errors import GameError
from game.core.review.debrief_builder import look_back
from game.core.review.debrief_view import Debrief
from game.core.review.replay import again_at
from game.core.state.commands import Command
from game.core.state.events import Event
from game.core.views.view import TurnView
from game.core.week import Week
from game.device import play_saves
from game.device.outbox import Outbox
from game.device.play_notes import LinkedLearner, PlayNote
from game.errors import DeviceError, DiskRefused

StatementMaker = Callable[[Sequence[Event], int], list[dict[str, Any]]]
"""Events of one command and the week's turn after it -> their statements."""


@dataclass(frozen=True)
class LocalPlay:
    """A play on this device: its UUID, its newest save, and what its line says beside."""

    play: str
    save: Mapping[str, Any]
    note: PlayNote


class PlayController:
    """make_statements: events -> statements, minted with their ids and times; None for a guest, of whom nothing is noted."""

    def __init__(
        self, book: Book, rule: SiteRule, outbox: Outbox, *, make_statements: StatementMaker | None, new_play: Callable[[], str]
    ) -> None:
        self.book, self.rule, self.outbox = book, rule, outbox
        self.make_statements, self._new_play = make_statements, new_play
        self.week: Week | None = None
        self.play = ""
        self.trouble: DeviceError | None = None
        self.note = PlayNote()
        self.linked: LinkedLearner | None = None
        """Of a linked device. A play belongs to the learner of its first linked command ever after."""

    def start(self, *, campaign: str, week: int, seed: int, length: str, difficulty: int, character: Mapping[str, str]) -> list[Event]:
        """A new week. The body of the week before in the same campaign is carried on by the core, when it was played here.

        It goes on under the name of the week before, which stays on the device under a name of its own.
        """
        before = self._before(campaign, week)
        self.play = before.play if before else self._new_play()
        self.week = Week.start(
            self.book, self.rule, campaign=campaign, week=week, seed=seed, play=self.play,
            difficulty=difficulty, length=length, character=dict(character), before=before.save if before else None,
        )  # fmt: skip
        self.note = PlayNote(campaign, week, character.get("name", ""))
        if before:
            self._file_finished(before)
            self.note = replace(self.note, owner=before.note.owner, told_at=before.note.told_at)
        return self._write_turn(self._week().begin())

    def _file_finished(self, finished: LocalPlay) -> None:
        """The finished week as a play of its own, to look back on here and, through the site, everywhere else."""
        play = self._new_play()
        try:
            self.outbox.append([], play=play, save=play_saves.named(finished.save, play), about=finished.note.to_record())
        except DiskRefused as error:
            self.trouble = error  # the outbox has the line in memory and writes it before the next one

    def start_alone(self, situation: str, *, seed: int, difficulty: int = 1) -> None:
        """One situation by itself, for whoever writes it. Raises Unknown."""
        self.play = self._new_play()
        self.week = Week.alone(self.book, self.rule, situation=situation, seed=seed, play=self.play, difficulty=difficulty)
        state = self.week.state
        self.note = PlayNote(state.campaign, state.week, state.character.get("name", ""))

    def _before(self, campaign: str, week: int) -> LocalPlay | None:
        plan = self.book.campaigns[campaign].week(week)
        if not plan.follows or week < 2:
            return None
        return next(
            (one for one in self.plays() if (one.note.campaign, one.note.week, one.note.is_over) == (campaign, week - 1, True)), None
        )

    def resume(self, local: LocalPlay) -> None:
        """Opens a play where it was left. Raises SaveUnreadable."""
        self.week = Week.resume(self.book, self.rule, local.save)
        self.play, self.note = local.play, local.note

    def again(self) -> list[Event]:
        """The week in hand from its first morning, with the same luck, as a play of its own; the finished one stays as it is."""
        saved, self.play = self._week().save(), self._new_play()
        self.week = Week.again(self.book, self.rule, saved, play=self.play)
        return self._write_turn(self._week().begin())

    def again_at(self, moment: tuple[int, str]) -> list[Event]:
        """The week in hand from one of its moments, lived to there as it was, as a play of its own."""
        saved, self.play = self._week().save(), self._new_play()
        self.week = again_at(self.book, self.rule, saved, play=self.play, moment=moment)
        return self._write_turn(self._week().begin())

    def following(self) -> int | None:
        """The number of the week that comes next in the story in hand; None after the last one, and in a situation played alone."""
        state = self._week().state
        numbers = {plan.number for plan in self.book.campaigns[state.campaign].weeks}
        is_whole = state.last_day - state.first_day + 1 == self._week().run.plan.days
        return state.week + 1 if is_whole and state.week + 1 in numbers else None

    def go_on(self, week: int, *, seed: int) -> list[Event]:
        """The next week of the finished one in hand: the same person, length and help; the finished one stays, to look back on."""
        state = self._week().state
        return self.start(
            campaign=state.campaign, week=week, seed=seed, length=state.length, difficulty=state.difficulty, character=dict(state.character)
        )

    def plays(self) -> list[LocalPlay]:
        """What is on this device, newest first. On a linked one the learner's and nobody's alone: two people never share a week."""
        lines = self.outbox.plays()
        plays = [LocalPlay(line["play"], line["save"], PlayNote.from_record(line.get("about"))) for line in lines]
        return [play for play in plays if not self._is_somebody_elses(play.note)]

    def _is_somebody_elses(self, note: PlayNote) -> bool:
        return self.linked is not None and note.owner is not None and note.owner.learner != self.linked.learner

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
        return self._write_turn(self._week().do(command))

    def _write_turn(self, events: list[Event]) -> list[Event]:
        """Events, statements and save in one line on the disk. Gives the events."""
        week = self._week()
        view = week.view()
        owner = self.note.owner or self.linked
        self.note = replace(self.note, day=view.day, slot=view.slot, is_over=view.is_over, owner=owner)
        statements = self.make_statements(events, week.state.turn) if self.make_statements and events else []
        if statements:
            self.note = replace(self.note, told_at=statements[-1]["timestamp"])
        try:
            self.outbox.append(statements, play=self.play, save=week.save(), about=self.note.to_record())
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
