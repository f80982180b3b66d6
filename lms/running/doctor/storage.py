"""What is kept: the database and its form, the audit log, the keys."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import LmsError
from lms.running import database_setup
from lms.running.audit_commands import check
from lms.running.doctor.findings import Finding, Subject, fault, fine, warn
from lms.trial import sealing
from lms.trial.models import Trial
from lrs.maintenance.backup import file_of, is_postgresql


def database(subject: Subject) -> Iterator[Finding]:
    """It answers, its tables are the newest, and no page of a SQLite file is damaged."""
    try:
        database_setup.check(subject.settings)
    except LmsError as error:
        yield fault("database", str(error), "do what the line says, then run `horslesmurs doctor` again")
        return
    if is_postgresql(subject.settings.database_url):
        yield fine("database", "PostgreSQL answers, tables are the newest")
        return
    damage = _damage(Path(file_of(subject.settings.database_url)))
    if damage:
        yield fault(
            "database",
            f"the file is damaged: {damage}",
            "stop the site, keep the file, bring the last copy back with `horslesmurs restore`",
        )
    else:
        yield fine("database", "SQLite answers, tables are the newest, no page is damaged")


def _damage(path: Path) -> str:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        first = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
    return "" if first == "ok" else str(first).splitlines()[0]


def audit(subject: Subject) -> Iterator[Finding]:
    """Each line of the audit log follows the one before it, up to its end."""
    faults, count = check(subject.settings)
    if faults:
        words = f"it is not whole from line {faults[0].number} on: {faults[0].words}"
        yield fault("audit log", words, "keep the database and the log lines as they are, run `horslesmurs audit verify` and find out why")
    else:
        yield fine("audit log", f"whole, {count} lines")


def keys(subject: Subject) -> Iterator[Finding]:
    """The site's secrets are there once there is a database: a copy of the site without them brings nobody back."""
    folder = subject.settings.data / "keys"
    if not folder.is_dir():
        yield warn(
            "keys",
            f"there is no folder {folder} yet",
            "it is made at the first start; copy it with the database, and keep it apart from the copies",
        )
        return
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    empty = [name for name in names if not (folder / name).stat().st_size]
    if empty:
        yield fault(
            "keys",
            f"empty: {', '.join(empty)}",
            "bring them back from a copy of the data folder; without them sessions, pseudonyms or badges break",
        )
    else:
        yield fine("keys", f"{len(names)} files, none empty")


def trials(subject: Subject) -> Iterator[Finding]:
    """A trial that was opened has its key: without it arms are not kept apart, and nobody can read who was given which."""
    engine = database_setup.open_engine(subject.settings)
    try:
        with Session(engine) as reader:
            names = list(reader.scalars(select(Trial.name).order_by(Trial.name)))
    finally:
        engine.dispose()
    if names and not sealing.has_trials(subject.settings):
        words = f"keys/trials.key is not there, and {', '.join(names)} was opened: pages of all arms open to everybody"
        yield fault("trials", words, "stop the site and bring the file back from a copy of the data folder")
    elif names:
        yield fine("trials", f"{len(names)} opened, their key is there")
