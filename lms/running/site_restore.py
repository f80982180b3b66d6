"""Bringing a whole site back from a copy: whole or not at all, without anybody who was erased, and nothing of the present lost unsaid."""

import dataclasses
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.util.exc import CommandError
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from infrastructure.locks import file_lock
from lms.accounts.models import Learner
from lms.errors import DatabaseUnready, WouldLose
from lms.learning.models import Attempt
from lms.privacy import erasing
from lms.running import database_setup, site_copy
from lms.settings import Settings
from lms.weeks.models import Play
from lrs.errors import BackupBroken
from lrs.maintenance import backup, erasure, erasure_journal
from lrs.maintenance.erasure_journal import Tombstone
from lrs.storage import clock
from lrs.storage.database import connect
from lrs.storage.file_replacement import PLAN, Move, draft_of, finish, remove, replace
from lrs.storage.locks import SITE
from lrs.storage.private_files import make_private_folder, tighten
from lrs.storage.tables import statements

DERIVED = ("lake", "results", "exports", "content-cache", "search.sqlite", "search.sqlite-wal", "search.sqlite-shm")
"""Files and folders of the data folder that are made from the database and the texts, and made again by themselves."""
COUNTED = {
    "statements": ("lrs_statements", "id"),
    "learners": ("learner", "uuid"),
    "answers": ("attempt", "uuid"),
    "plays": ("play", "uuid, turn"),
}
"""Kinds of rows told to the operator when they would be lost: table, and what makes a row another one."""


@dataclass(frozen=True)
class RestoreResult:
    """made: instant of the copy. has_texts: texts and keys came back too. lost: what was newer, by kind. erased: people erased again."""

    made: str
    has_texts: bool
    lost: dict[str, int]
    erased: int


def restore(settings: Settings, file: Path, *, may_lose: bool = False) -> RestoreResult:
    """Put a copy in place of the site's database, texts and keys. The database comes in the newest form.

    Everything is made ready beside what stands there and put in place by renaming; killed before, nothing has changed; killed in between,
    the next command finishes. Raises WouldLose when something newer would go and may_lose is False; InUse while a process has the site
    open; BackupBroken, CopyBroken: nothing was changed; OSError.
    """
    with file_lock(settings.data / SITE, "restore"):
        finish(settings.data / PLAN)
        _remove_leftovers(settings)
        manifest = backup.verify(file)
        is_postgresql = backup.is_postgresql(settings.database_url)
        if (manifest.get("kind") == "postgresql") != is_postgresql:
            raise BackupBroken(f"{file} is a copy of another kind of database ({manifest.get('kind')}); see HORSLESMURS_DATABASE")
        moves = site_copy.stage(settings, file)
        try:
            graves = _tombstones(settings)
            whole = _restore_postgresql if is_postgresql else _restore_sqlite
            return whole(settings, file, str(manifest.get("made", "")), moves, graves, may_lose)
        finally:
            if not (settings.data / PLAN).exists():
                remove(settings.data / site_copy.STAGED)


def prepare_folder(settings: Settings) -> None:
    """What must be true before the database is opened: an interrupted restore is finished, and every file is its owner's alone.

    Raises InUse, TooOpen, OSError.
    """
    if any(path.exists() for path in (settings.data / PLAN, *_leftovers(settings))):
        with file_lock(settings.data / SITE, "restore"):
            finish(settings.data / PLAN)
            _remove_leftovers(settings)
    make_private_folder(settings.data)
    tighten(settings.data)


def _leftovers(settings: Settings) -> list[Path]:
    """What a killed restore leaves beside the plan: an unpacked copy, which may hold people who were erased since."""
    paths = [settings.data / site_copy.STAGED, draft_of(settings.data / PLAN)]
    if not backup.is_postgresql(settings.database_url):
        paths += backup.staged_files(backup.file_of(settings.database_url))
    return paths


def _remove_leftovers(settings: Settings) -> None:
    for path in _leftovers(settings):
        remove(path)


def apply_journal(settings: Settings) -> int:
    """Erase whom the journal knows and the database does not; give how many people came back with it.

    At every start, since a copy may also have been put in place by hand. Raises DatabaseUnready.
    """
    journal = settings.data / erasing.JOURNAL
    graves = erasure_journal.tombstones_in(journal)
    if not graves:
        return 0
    engine = database_setup.open_engine(settings)
    try:
        with engine.connect() as connection:
            if not erasure.missing(connection, graves):
                return 0
        return _erase_again(engine, settings, graves)
    except DBAPIError as error:
        raise DatabaseUnready(database_setup.explain(error, settings)) from error
    finally:
        engine.dispose()


def _tombstones(settings: Settings) -> list[Tombstone]:
    """All that is known, also of the copy's own journal; noted before the present database goes."""
    journal = settings.data / erasing.JOURNAL
    journal_entries = erasure_journal.tombstones_in(journal)
    all_tombstones = {*backup.known_tombstones(settings.database_url), *erasure_journal.tombstones_in(site_copy.staged_journal(settings))}
    if new := sorted(all_tombstones - set(journal_entries), key=lambda grave: grave.erased):
        erasure_journal.note(journal, new)
    return [*journal_entries, *new]


def _restore_sqlite(
    settings: Settings, file: Path, made_at: str, moves: list[Move], graves: list[Tombstone], may_lose: bool
) -> RestoreResult:
    target = backup.file_of(settings.database_url)
    staging_file = backup.stage(file, target)
    database_there = dataclasses.replace(settings, database=f"sqlite:///{staging_file}")
    try:
        _upgrade(database_there, file)
        losses = _count_losses(target, staging_file)
        _refuse_loss(made_at, losses, may_lose)
        engine = connect(database_there.database_url)
        try:
            n_erased = _erase_again(engine, settings, graves)
            erasure.reclaim(engine)
            with engine.execution_options(writes=True).begin() as connection:
                erasure.mark_reclaimed(connection, erasure.unfinished_erasures(connection))
        finally:
            engine.dispose()  # the last connection takes the staged log away
    except BaseException:
        for path in backup.staged_files(target):
            remove(path)
        raise
    logs = [target.with_name(target.name + suffix) for suffix in ("-wal", "-shm")]
    derived_files = [settings.data / name for name in DERIVED]
    replace(settings.data / PLAN, [*moves, Move(staging_file, target, without=(*logs, *derived_files))])
    return RestoreResult(made_at, bool(moves), losses, n_erased)


def _restore_postgresql(
    settings: Settings, file: Path, made_at: str, moves: list[Move], graves: list[Tombstone], may_lose: bool
) -> RestoreResult:
    """The dump comes back in one transaction. A crash before the erasures is mended at the next start (`apply_journal`)."""
    losses = _newer(settings, made_at)
    _refuse_loss(made_at, losses, may_lose)
    backup.restore_postgresql(file, settings.database_url)
    _upgrade(settings, file)
    engine = connect(settings.database_url)
    try:
        n_erased = _erase_again(engine, settings, graves)
    finally:
        engine.dispose()
    for name in DERIVED:
        remove(settings.data / name)
    if moves:
        replace(settings.data / PLAN, moves)
    return RestoreResult(made_at, bool(moves), losses, n_erased)


def _upgrade(settings: Settings, file: Path) -> None:
    try:
        database_setup.upgrade(settings)
    except CommandError as error:
        raise BackupBroken(f"{file} was made by a newer program ({error}); install that one first") from error


def _erase_again(engine: Engine, settings: Settings, graves: list[Tombstone]) -> int:
    with engine.execution_options(writes=True).begin() as connection, Session(bind=connection) as work:
        missing = erasure.missing(connection, graves)
        tombstones = [*missing, *erasure.tombstones_of(connection)]
        n_erased = erasing.erase_again(work, settings.home_page, tombstones)
        work.flush()
        return n_erased


def _refuse_loss(made_at: str, losses: dict[str, int], may_lose: bool) -> None:
    if any(losses.values()) and not may_lose:
        raise WouldLose(made_at, losses)


def _count_losses(present: Path, staging_file: Path) -> dict[str, int]:
    """What the present database holds and the copy does not, counted exactly. Nothing when the present one is lost or damaged."""
    losses: dict[str, int] = {}
    if not present.exists():
        return losses
    with suppress(sqlite3.Error), closing(sqlite3.connect(present, timeout=10)) as reader:
        reader.execute("ATTACH ? AS copy", (str(staging_file),))
        for kind, (table, key) in COUNTED.items():
            with suppress(sqlite3.OperationalError):  # a table that one of them does not have
                sql = f"SELECT count(*) FROM (SELECT {key} FROM main.{table} EXCEPT SELECT {key} FROM copy.{table})"  # noqa: S608 - names of ours
                losses[kind] = reader.execute(sql).fetchone()[0]
    return losses


def _newer(settings: Settings, made_at: str) -> dict[str, int]:
    """What came after the instant of the copy, as far as a dump can be compared; nothing when the database cannot be read."""
    since = clock.parse(made_at)
    queries: dict[str, Any] = {
        "statements": select(func.count()).select_from(statements).where(statements.c.stored > made_at),
        "learners": select(func.count(Learner.id)).where(Learner.created_at > since),
        "answers": select(func.count(Attempt.id)).where(Attempt.created_at > since),
        "plays": select(func.count(Play.id)).where(Play.touched_at > since),
    }
    engine = connect(settings.database_url)
    try:
        with engine.connect() as connection:
            return {kind: int(connection.scalar(query) or 0) for kind, query in queries.items()}
    except DBAPIError:
        return {}
    finally:
        engine.dispose()
