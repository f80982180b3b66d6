"""Bringing a site to the newest form with a copy before, under one lock."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from alembic.runtime.migration import MigrationContext

from infrastructure.locks import file_lock
from lms.authoring.shipped import follow
from lms.authoring.shipped.follow import Following
from lms.running import database_setup, site_copy, site_restore
from lms.settings import Settings
from lrs.maintenance import backup
from lrs.storage.file_replacement import remove
from lrs.storage.locks import SITE

FOLDER = "before-upgrade"
KEPT = timedelta(days=14)
"""For so long one can go back; then the copy goes, since it holds people who were erased meanwhile."""


@dataclass(frozen=True)
class UpgradeResult:
    """before, after: revisions of the tables, empty when there were none. copy: what brings the site back, None when nothing changed.

    texts: what became of the shipped texts that changed.
    """

    before: str
    after: str
    copy: Path | None
    texts: Following = field(default_factory=Following)


def upgrade(settings: Settings, at: datetime) -> UpgradeResult:
    """Copy the site, then bring its tables to the newest form; killed meanwhile, the old or the new form is there: run it again.

    Raises InUse while a process has the site open, DatabaseUnready, BackupBroken, CopyBroken, OSError: nothing was changed. The
    shipped texts come last, each step whole: ContentBusy and OSError leave them for the next run, and for the next start of the site.
    """
    site_restore.prepare_folder(settings)
    with file_lock(settings.data / SITE, "upgrade"):
        before, copy = _revision(settings), None
        if before and not database_setup.is_newest(settings):
            copy = settings.data / FOLDER / f"{before}-{at:%Y%m%dT%H%M%SZ}.sqlite"
            backup.backup(settings.database_url, copy)
            site_copy.copy(settings, copy)
        database_setup.upgrade(settings)
        site_restore.apply_journal(settings)
        texts = follow.follow(settings.content, settings.own_content)
        return UpgradeResult(before, _revision(settings), copy, texts)


def _revision(settings: Settings) -> str:
    if not backup.is_postgresql(settings.database_url) and not backup.file_of(settings.database_url).exists():
        return ""
    engine = database_setup.open_engine(settings)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    finally:
        engine.dispose()


def remove_old_copies(settings: Settings, at: datetime) -> None:
    """Take copies away that were made longer than KEPT ago, by the time of their files."""
    folder = settings.data / FOLDER
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stat().st_mtime < (at - KEPT).timestamp():
            remove(path)
