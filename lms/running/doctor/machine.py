"""The machine: the data folder and who may read it, the disk, the clock."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from lms.errors import LmsError
from lms.running.database_setup import open_engine
from lms.running.doctor.findings import Finding, Subject, fault, fine, warn
from lrs.storage.tables import statements
from xapi import formats

OLDEST = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock of a machine that runs this program is before this."""
LATE = timedelta(minutes=2)
MOST_FILES = 20_000
"""Files looked at for their modes; a folder of more is looked at in part, and the finding says so."""


def folder(subject: Subject) -> Iterator[Finding]:
    """The data folder is there, writable, and its owner's alone, with everything in it."""
    data = subject.settings.data
    if not data.is_dir():
        yield fault(
            "data folder", f"there is no folder {data}", "run `horslesmurs db upgrade`, or set HORSLESMURS_DATA to the folder of the site"
        )
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield fault(
            "data folder", f"{data} cannot be written by this user", "run the site and its commands as the user who owns the folder"
        )
        return
    open_paths, count, is_whole = [], 0, True
    for root, _, names in os.walk(data):
        for name in ("", *names):
            path = os.path.join(root, name) if name else root
            count += 1
            if count > MOST_FILES:
                is_whole = False
                break
            if _is_open(path):
                open_paths.append(os.path.relpath(path, data))
    if open_paths:
        few = ", ".join(sorted(open_paths)[:3])
        yield fault(
            "data folder", f"{len(open_paths)} paths can be read by other users of this machine: {few}", f"run `chmod -R go= {data}`"
        )
    else:
        yield fine("data folder", f"{data} is its owner’s alone" + ("" if is_whole else f" (the first {MOST_FILES} files)"))


def _is_open(path: str) -> bool:
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISLNK(mode) and bool(mode & (stat.S_IRWXG | stat.S_IRWXO))


def disk(subject: Subject) -> Iterator[Finding]:
    data = subject.settings.data
    if not data.is_dir():
        return
    free_mb = shutil.disk_usage(data).free // 10**6
    low = subject.settings.disk_low_mb
    if free_mb < low:
        yield fault(
            "disk",
            f"{free_mb} MB are free, under {low}",
            "free some, or move the data folder to a larger disk; a full disk refuses answers",
        )
    elif free_mb < 10 * low:
        yield warn("disk", f"{free_mb} MB are free", "watch it: a copy of the site needs as much room as the site")
    else:
        yield fine("disk", f"{free_mb} MB are free")


def clock(subject: Subject) -> Iterator[Finding]:
    """The clock is not before this program was written, nor behind what the store has kept."""
    newest = _newest(subject)
    if subject.now < OLDEST:
        yield fault(
            "clock", f"it says {subject.now:%Y-%m-%d}", "set the clock and keep it by NTP: due dates, waits and validity hang on it"
        )
    elif newest is not None and newest > subject.now + LATE:
        behind = newest - subject.now
        yield fault("clock", f"it is {behind} behind the newest statement that is kept", "set the clock and keep it by NTP")
    else:
        yield fine("clock", f"{subject.now:%Y-%m-%d %H:%M} UTC")


def _newest(subject: Subject) -> datetime | None:
    try:
        engine = open_engine(subject.settings)
    except LmsError:
        return None
    try:
        with engine.connect() as connection:
            stored = connection.execute(select(func.max(statements.c.stored))).scalar()
        return formats.moment(stored) if stored else None
    except (SQLAlchemyError, ValueError):
        return None  # the database's own finding says why
    finally:
        engine.dispose()
