"""Keeps statements on the disk until the site took them: exactly once, in order, in batches, with a wait after each refusal.

A statement is written together with the save of the command that made it, in one line: both are kept or both are lost.
It keeps the id it was minted with; a batch whose answer was lost is sent again with the same ids, and the store takes each id once.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from game.device.files import DISK, Files
from game.device.journal import Journal, Record
from game.errors import DiskRefused, KeyRevoked, SiteUnreachable, StatementsRefused
from infrastructure.backoff import Backoff

Statement = dict[str, Any]
Post = Callable[[list[Statement]], None]

BATCH = 50
MOST_LINES = 200  # a journal longer than this is tidied when it is opened
BACKOFF = Backoff(first_s=2.0, longest_s=300.0)


def is_whole(record: Record) -> bool:
    """Whether a line of the journal has the shape that `Outbox.append` gives it: a file may have been damaged or edited."""
    statements, save = record.get("statements"), record.get("save")
    is_list = isinstance(statements, list) and all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in statements)
    return is_list and isinstance(record.get("play"), str) and (save is None or isinstance(save, dict))


class Outbox:
    """The statements of one device. Times are in seconds of a clock that never jumps (monotonic)."""

    def __init__(self, folder: Path, *, clock: Callable[[], float], chance: Callable[[], float], files: Files = DISK) -> None:
        """Opens what is there. chance: 0.0-1.0, spreads the waits. Raises AlreadyOpen, DiskRefused."""
        self.folder, self._files = folder, files
        self.journal = Journal(folder / "journal.jsonl", is_whole=is_whole, files=files)
        self._clock, self._chance = clock, chance
        self._hand = threading.RLock()  # the player goes on while a batch travels; never held during the post itself
        self._queue: list[Statement] = []  # on the disk or in memory, not yet taken, oldest first
        self._unwritten: list[Record] = []  # lines the disk refused, oldest first; tried again before the next one
        self._failures, self._not_before = 0, 0.0
        self.is_revoked = False
        self.refused = 0
        self._taken = self._read_taken()
        for record in self.journal.records:
            self._queue += [one for one in record.get("statements", ()) if one["id"] not in self._taken]
        if len(self.journal.records) > MOST_LINES:
            with contextlib.suppress(DiskRefused):
                self._tidy()

    def _read_taken(self) -> set[str]:
        """Ids the site took although their lines still stand in the journal."""
        try:
            ids = json.loads(self._files.read(self.folder / "taken.json"))
        except (ValueError, OSError, RecursionError):
            ids = []  # sent once more with the same ids: the store knows them
        return {one for one in ids if isinstance(one, str)} if isinstance(ids, list) else set()

    @property
    def waiting(self) -> int:
        """How many statements the site has not taken yet."""
        return len(self._queue)

    @property
    def is_kept(self) -> bool:
        """Whether everything so far is on the disk."""
        return not self._unwritten

    def last(self, key: str) -> Record | None:
        """The newest line whose `play` is key, with its save."""
        lines = [record for record in [*self.journal.records, *self._unwritten] if record.get("play") == key and record.get("save")]
        return lines[-1] if lines else None

    def plays(self) -> list[Record]:
        """The newest saved line of each play, newest first."""
        with self._hand:
            newest: dict[str, Record] = {}
            for record in [*self.journal.records, *self._unwritten]:
                if record.get("save"):
                    newest.pop(record["play"], None)
                    newest[record["play"]] = record
            return list(reversed(newest.values()))

    def settled(self) -> list[Record]:
        """Like plays, but empty while a statement or a line still waits: a save never runs ahead of its statements."""
        with self._hand:
            return [] if self._queue or self._unwritten else self.plays()

    def append(self, statements: Iterable[Statement], *, play: str = "", save: Mapping[str, Any] | None = None, **beside: Any) -> None:
        """One line: statements and the save they go with, on the disk when this returns.

        Raises DiskRefused: the line then stays in memory, in its order, and is tried again at the next call.
        """
        line: Record = {"v": 1, "play": play, "statements": list(statements), "save": dict(save) if save is not None else None, **beside}
        with self._hand:
            self._queue += line["statements"]
            self._unwritten.append(line)
            self.flush()

    def flush(self) -> None:
        """Writes the lines the disk refused before. Raises DiskRefused if it still does."""
        with self._hand:
            while self._unwritten:
                self.journal.append(self._unwritten[0])
                self._unwritten.pop(0)

    def is_due(self) -> bool:
        """Whether it is worth trying to deliver now."""
        return bool(self._queue) and not self.is_revoked and not self._unwritten and self._clock() >= self._not_before

    def batch(self) -> list[Statement]:
        """The oldest statements, to be posted as they are. Only what is on the disk is ever sent."""
        with self._hand:
            return self._queue[:BATCH] if not self._unwritten else []

    def took(self, batch: list[Statement]) -> None:
        """The site took this batch: remember it, then forget it. Called after the answer, never before."""
        with self._hand:
            ids = {one["id"] for one in batch}
            self._taken |= ids
            self._queue = [one for one in self._queue if one["id"] not in ids]  # it may have been emptied and filled anew meanwhile
            self._failures, self._not_before = 0, 0.0
            try:
                self._files.write_whole(self.folder / "taken.json", json.dumps(sorted(self._taken)).encode())
                if not self._queue and not self._unwritten:
                    self._tidy()
            except DiskRefused:
                return  # a kill now means sending the same ids again, which is harmless

    def _tidy(self) -> None:
        """Keeps what still waits and the last save of each play, in their order. Raises DiskRefused; the file then stands as it was."""
        records = self.journal.records
        newest = {record["play"]: number for number, record in enumerate(records) if record.get("save")}
        kept: list[Record] = []
        for number, record in enumerate(records):
            waiting = [one for one in record.get("statements", ()) if one["id"] not in self._taken]
            is_newest = newest.get(record["play"]) == number
            if waiting or is_newest:
                kept.append({**record, "statements": waiting, "save": record["save"] if is_newest else None})
        self.journal.replace(kept)
        self._files.write_whole(self.folder / "taken.json", b"[]")
        self._taken = set()

    def failed(self, error: Exception, batch: list[Statement]) -> None:
        """The batch was not taken: wait and double the wait, stop for a revoked key, set aside what can never be taken."""
        with self._hand:
            if isinstance(error, KeyRevoked):
                self.is_revoked = True
                return
            if isinstance(error, StatementsRefused) and len(batch) == 1:
                self._set_aside(batch[0])
                return
            wait_s = error.retry_after if isinstance(error, SiteUnreachable) and error.retry_after else 0.0
            self._failures += 1
            self._not_before = self._clock() + BACKOFF.wait_s(self._failures, asked_s=wait_s, chance=self._chance())

    def deliver(self, post: Post) -> bool:
        """Posts one batch if one is due; a batch refused as a whole is posted one by one. Gives True if something was taken."""
        if not self.is_due():
            return False
        return self._post(post, self.batch())

    def _post(self, post: Post, batch: list[Statement]) -> bool:
        try:
            post(batch)
        except StatementsRefused as error:
            if len(batch) > 1:
                return self._one_by_one(post, batch)
            self.failed(error, batch)
            return False
        except (SiteUnreachable, KeyRevoked) as error:
            self.failed(error, batch)
            return False
        self.took(batch)
        return True

    def _one_by_one(self, post: Post, batch: list[Statement]) -> bool:
        """In order, and stopping at the first wait, so that what follows never overtakes it."""
        before = self.waiting
        for one in batch:
            if not self._post(post, [one]) and self._queue and self._queue[0] is one:
                break
        return self.waiting < before

    def _set_aside(self, one: Statement) -> None:
        """What the site refuses for good goes to refused.jsonl, is counted and said, and no longer holds up the rest."""
        try:
            self._files.append(self.folder / "refused.jsonl", json.dumps(one, ensure_ascii=False).encode() + b"\n")
        except DiskRefused:
            return
        self.refused += 1
        self.took([one])

    def forget(self, *, saves: bool) -> None:
        """After unpairing: what waits is dropped, and the saves too when asked. Raises DiskRefused."""
        with self._hand:
            self._queue.clear()
            self._unwritten.clear()
            kept = [] if saves else [{**record, "statements": []} for record in reversed(self.plays())]
            self.journal.replace(kept)
            self._files.write_whole(self.folder / "taken.json", b"[]")
            self._taken, self.is_revoked, self._failures, self._not_before = set(), False, 0, 0.0

    def close(self) -> None:
        """Lets another window open the folder."""
        self.journal.close()
