"""Trying a copy: brought back in a scratch folder as on another machine, and counted."""

import json
from dataclasses import replace
from pathlib import Path

from lms.errors import CopyBroken
from lms.running import database_setup, site_restore
from lms.running.audit_commands import check as check_audit
from lms.running.backups import copies, encryption, keys
from lms.settings import Settings
from lrs.maintenance import backup


def try_copy(settings: Settings, file: Path) -> dict[str, int]:
    """Bring `file` back apart, with the site's key, and take it away again; give what it held, by kind.

    The tables are the newest, each kind of row is as many as when the copy was made, no line of the audit log is missing. A dump of
    PostgreSQL is opened and its table of contents read: bringing it back needs a server (docs/backups.md). Call it within `copies.alone`.
    Raises CopyBroken, BackupBroken, DatabaseUnready, OSError.
    """
    scratch = settings.data / copies.TRIED
    clear_folder, apart = scratch / "copy", replace(settings, data=scratch / "site", database="")
    encryption.decrypt(file, clear_folder, keys.identity(settings))
    database = clear_folder / copies.DATABASE
    if backup.is_postgresql(settings.database_url):
        return {"entries": backup.list_postgresql(database)}
    counts_then = json.loads((clear_folder / copies.COUNTS).read_text("ascii"))
    n_erased = site_restore.restore(apart, database).erased
    database_setup.check(apart)
    counts = copies.count_rows(backup.file_of(apart.database_url))
    missing = [kind for kind, count in counts_then.items() if counts.get(kind, 0) != count]
    if missing and not n_erased:
        raise CopyBroken(f"{file}: what came back is not as many as was copied ({', '.join(missing)}); take another copy and try it")
    faults, _ = check_audit(apart)
    if faults:
        raise CopyBroken(f"{file}: its audit log is not whole from line {faults[0].number} on; look at the site’s own with: audit verify")
    return counts
