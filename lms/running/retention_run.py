"""Once a day the worker takes away what is over by the register of durations, says so in the audit log, and leaves a note for the page."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.audit import lines
from lms.audit.chain import Entry
from lms.audit.marks import mark_of
from lms.errors import LmsError
from lms.jobs.running import writer_of
from lms.privacy import erasing
from lms.privacy.retention import removal, run_note
from lms.running import all_tables  # noqa: F401  # the rules name tables
from lms.settings import Settings
from lrs.errors import StoreError
from lrs.storage.store import Store

log = logging.getLogger("lms.running.worker")
ACTION = "rows_removed"


class RetentionRun:
    """For the worker. now: the clock."""

    def __init__(self, store: Store, settings: Settings, now: Callable[[], datetime]) -> None:
        self._store, self._settings, self._now = store, settings, now
        self._write = writer_of(store)
        self._last_day: date | None = None

    def turn(self) -> dict[str, int]:
        """Take away what is over, once a day, and again at once while more is left; gives how many rows of each rule went.

        A rule that fails keeps no other from being followed; its error is raised once all were.
        """
        at = self._now()
        if at.date() == self._last_day:
            return {}
        counts, errors = self._follow_rules(at)
        if counts:
            self._note_in_audit(", ".join(f"{key} {count}" for key, count in counts.items()), at)
        run_note.write(self._settings.data, counts)
        if errors:
            raise errors[0]
        if max(counts.values(), default=0) < removal.MOST_AT_ONCE:
            self._last_day = at.date()
        return counts

    def _follow_rules(self, at: datetime) -> tuple[dict[str, int], list[Exception]]:
        counts: dict[str, int] = {}
        errors: list[Exception] = []
        for key, follow in self._rules(at).items():
            try:
                counts[key] = follow()
            except (SQLAlchemyError, StoreError, LmsError, OSError) as error:
                log.warning("rows of %s cannot be taken away (%s)", key, type(error).__name__)
                errors.append(error)
        return {key: count for key, count in counts.items() if count}, errors

    def _rules(self, at: datetime) -> dict[str, Callable[[], int]]:
        removals = {key: partial(self._remove_all, rows, at) for key, rows in removal.REMOVALS.items()}
        return {**removals, "idle_accounts": partial(self._erase_idle, at)}

    def _remove_all(self, rows: tuple[removal.Removal, ...], at: datetime) -> int:
        return sum(self._remove(one, at) for one in rows)

    def _remove(self, one: removal.Removal, at: datetime) -> int:
        return int(self._write(lambda work: removal.remove(work, one, at, self._settings)))

    def _erase_idle(self, at: datetime) -> int:
        """As their owners would: noted in the journal first, to the last byte, and again in a copy that comes back."""
        with Session(self._store.engine) as reader:
            accounts = removal.idle_accounts(reader, at, self._settings)
        for account_id in accounts:
            self._write_line(account_id, at)
            settings, engine = self._settings, self._store.engine
            erasing.erase_person(self._write, engine, settings.data, partial(_number, account_id), settings.home_page)
        return len(accounts)

    def _write_line(self, account_id: int, at: datetime) -> None:
        key = lines.key_of(self._settings)
        with Session(self._store.engine) as reader:
            about = mark_of(key, reader.get_one(Account, account_id).learner.uuid)
        self._write(lambda work: lines.add(work, key, Entry(at, "account_erased", about=about, thing="idle")))

    def _note_in_audit(self, words: str, at: datetime) -> None:
        key = lines.key_of(self._settings)
        self._write(lambda work: lines.add(work, key, Entry(at, ACTION, thing=words[:120])))


def _number(account_id: int, _work: Session) -> int:
    return account_id
