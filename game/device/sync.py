"""Syncs the learner's plays between this device and the site: sends those that moved here, fetches those that moved elsewhere.

Neither copy overwrites the other without asking. The network part (`exchange`) runs in a background thread; what arrives changes a play
only in `apply_arrivals`, on the game's own thread. Which save is older is read from the saves themselves
(game.device.play_saves.is_before), so a lost answer, a kill or a lost note of what was sent last costs a request, never a week.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.device import play_saves
from game.device.files import DISK, Files
from game.device.journal import Record
from game.device.outbox import BACKOFF, Outbox
from game.device.play_notes import LinkedLearner, PlayNote
from game.device.play_saves import PlayDocument, Unreadable
from game.device.state_documents import Document, StateDocuments
from game.errors import DiskRefused, KeyRevoked, SiteUnreachable, StatementsRefused

log = logging.getLogger(__name__)
LOOK_EVERY = 1.0  # seconds between two looks at what moved here
ASK_EVERY = 30.0  # seconds between two questions to the site about what moved elsewhere
NOTE = "carried.json"


@dataclass(frozen=True)
class Base:
    """What the site and this device last agreed on. etag: the site's; data: the digest of the play's own bytes."""

    etag: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Meeting:
    """A play that went on here and elsewhere. is_behind: nothing was done here that is not there too."""

    play: str
    here: PlayDocument
    there: PlayDocument
    base: Base
    is_behind: bool


class SyncClient:
    """The plays of one linked learner. clock: monotonic seconds; chance: 0.0-1.0, spreads the waits."""

    def __init__(
        self, note: Path, states: StateDocuments, outbox: Outbox, linked: LinkedLearner, *, clock: Callable[[], float],
        chance: Callable[[], float], files: Files = DISK,
    ) -> None:  # fmt: skip
        """note: the file of what was agreed; linked: whose plays are synced."""
        self._files = files
        self._note, self._states, self._outbox, self._linked = note, states, outbox, linked
        self._clock, self._chance = clock, chance
        self._lock = threading.RLock()
        self._bases = self._read_note()
        self._arrived: dict[str, Document] = {}
        self._local_plays: dict[str, tuple[Mapping[str, Any], PlayDocument, str]] = {}
        self._left: dict[str, str] = {}  # plays the site has in a shape we cannot read, or will not take from us: their digest here
        self._failures = 0
        self._not_before, self._next_look, self._next_question = 0.0, 0.0, 0.0
        self.meetings: dict[str, Meeting] = {}
        self.is_revoked = self._is_parted = False

    # what is due

    def is_due(self) -> bool:
        """Whether there is something to send or to ask now. Cheap: called at each frame."""
        now = self._clock()
        if self.is_revoked or now < self._not_before or now < self._next_look:
            return False
        self._next_look = now + LOOK_EVERY
        return now >= self._next_question or bool(self._moved())

    def ask_soon(self) -> None:
        """A week was opened: look now whether it went on elsewhere."""
        self._next_question = self._next_look = 0.0

    def is_held_up(self) -> bool:
        """Whether a play waits here because the site could not be reached."""
        return self._failures > 0 and bool(self._moved())

    def hurry(self, states: StateDocuments) -> None:
        """The window closes: one last sending, over these quicker connections, and no question."""
        self._states, self._next_question = states, float("inf")
        self.exchange()

    def part(self) -> None:
        """The link ends: what is still travelling writes nothing here any more. Raises DiskRefused when the note stays."""
        self._is_parted = True
        self._files.remove(self._note)

    def _moved(self) -> dict[str, tuple[PlayDocument, Base]]:
        """What was played here since the site last had it, and is not waiting for an answer of the learner."""
        plays = {}
        with self._lock:
            for record in self._outbox.settled():
                play = record["play"]
                if not self._is_mine(record) or play in self.meetings or play in self._arrived:
                    continue
                here, digest = self._local(record)
                if digest not in (self._base(play).digest, self._left.get(play)):
                    plays[play] = here, self._base(play)
        return plays

    def _is_mine(self, record: Record) -> bool:
        owner = PlayNote.from_record(record.get("about")).owner
        return bool(record.get("save")) and owner is not None and owner.learner == self._linked.learner

    def _local(self, record: Record) -> tuple[PlayDocument, str]:
        """The play of a line and its digest, made once a line."""
        save = record["save"]
        known = self._local_plays.get(record["play"])
        if known is None or known[0] is not save:
            owner = PlayNote.from_record(record.get("about")).owner
            owner = owner if owner is not None and owner.registration else self._linked
            here = PlayDocument(owner.registration, owner.cohort, save)
            known = self._local_plays[record["play"]] = save, here, play_saves.digest(here.to_bytes())
        return known[1], known[2]

    def _base(self, play: str) -> Base:
        return self._bases.get(play, Base())

    # the network part

    def exchange(self) -> None:
        """Sends what moved, then asks what moved elsewhere. Run it beside the game, `apply_arrivals` afterwards."""
        try:
            for play, (here, base) in self._moved().items():
                self._send(play, here, base)
            if self._clock() >= self._next_question:
                self._fetch()
                self._next_question = self._clock() + ASK_EVERY
        except KeyRevoked:
            self.is_revoked = True
        except SiteUnreachable as error:
            self._failures += 1
            wait = BACKOFF.wait_s(self._failures, asked_s=error.retry_after or 0.0, chance=self._chance())
            self._not_before = self._clock() + wait
        else:
            self._failures, self._not_before = 0, 0.0

    def _send(self, play: str, here: PlayDocument, base: Base) -> None:
        data = here.to_bytes()
        try:
            is_taken = self._states.put(play, data, base.etag)
        except StatementsRefused as error:
            log.warning("The site does not take a play (%s); it stays on this device.", error)
            self._left[play] = play_saves.digest(data)
            return
        if is_taken:
            self._agree({play: Base(play_saves.etag(data), play_saves.digest(data))})
            return
        there = self._states.get(play)
        if there is None:
            self._agree({play: Base()})  # the site has none any more: the next try makes it anew
        else:
            self._note_arrival(play, there)

    def _fetch(self) -> None:
        for play in self._states.names():
            if self._states.etag(play) not in ("", self._base(play).etag):
                there = self._states.get(play)
                if there is not None:
                    self._note_arrival(play, there)

    def _note_arrival(self, play: str, there: Document) -> None:
        with self._lock:
            self._arrived[play] = there

    # the game's own thread

    def apply_arrivals(self, in_hand: str) -> bool:
        """What arrived takes its place. in_hand: the open play, which only the learner may exchange. True if something changed."""
        with self._lock:
            arrived, self._arrived = self._arrived, {}
        for play, there in arrived.items():
            self._weigh(play, there, in_hand)
        return bool(arrived)

    def _weigh(self, play: str, document: Document, in_hand: str) -> None:
        record = next((one for one in self._outbox.plays() if one["play"] == play), None)
        try:
            there = play_saves.read(document.data, play)
        except Unreadable as error:
            log.warning("The site has a play that this version cannot read (%s); it is left alone.", error)
            if record is not None:
                self._left[play] = self._local(record)[1]
            return
        base = Base(document.etag, play_saves.digest(there.to_bytes()))
        if record is None:
            self._adopt(play, there, base)
            return
        here, digest = self._local(record)
        knows_it = base.digest == self._base(play).digest or play_saves.is_before(there.save, here.save)
        is_behind = digest == self._base(play).digest or play_saves.is_before(here.save, there.save)
        if here.save == there.save or (knows_it and not is_behind):
            self.meetings.pop(play, None)
            self._agree({play: base})
        elif is_behind and play != in_hand:
            self._adopt(play, there, base)
        else:
            self.meetings[play] = Meeting(play, here, there, base, is_behind)

    def _adopt(self, play: str, there: PlayDocument, base: Base) -> None:
        """The site's play becomes this device's: in the journal first, so that a kill in between is weighed again and found equal."""
        self.meetings.pop(play, None)
        self._write_save(play, there, there.save)
        self._agree({play: base})

    def _write_save(self, play: str, whose: PlayDocument, save: Mapping[str, Any]) -> None:
        owner = LinkedLearner(self._linked.learner, whose.registration, whose.cohort)
        note = PlayNote(whose.campaign, whose.week, whose.name, whose.day, save["slot"], whose.is_over, owner)
        try:
            self._outbox.append([], play=play, save=save, about=note.to_record())
        except DiskRefused:
            return  # the outbox has it in memory and writes it before anything else

    def resolve(self, play: str, *, keep_mine: bool) -> None:
        """The learner chose. What is kept here goes on above the other's turn, so that no form made for the other fits it."""
        meeting = self.meetings.pop(play)
        record = next((one for one in self._outbox.plays() if one["play"] == play), None)
        if record is None or not keep_mine:
            self._adopt(play, meeting.there, meeting.base)
            return
        here, _ = self._local(record)
        turn = 1 + max(int(here.save["turn"]), int(meeting.there.save["turn"]))
        self._agree({play: meeting.base})
        self._write_save(play, here, {**here.save, "turn": turn})

    # the note of what was agreed: without it everything is only asked again

    def _agree(self, bases: Mapping[str, Base]) -> None:
        if self._is_parted:
            return
        with self._lock:
            self._bases |= bases
            rows = {play: [base.etag, base.digest] for play, base in self._bases.items()}
        try:
            self._files.write_whole(self._note, json.dumps({"learner": self._linked.learner, "plays": rows}).encode())
        except DiskRefused:
            return

    def _read_note(self) -> dict[str, Base]:
        try:
            document = json.loads(self._files.read(self._note))
            if document["learner"] != self._linked.learner:
                return {}
            return {str(play): Base(*map(str, row)) for play, row in document["plays"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}
