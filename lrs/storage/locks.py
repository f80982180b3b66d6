"""The locks of a site's data folder, and the one that each of its processes shares while it runs."""

import threading
from pathlib import Path

from infrastructure.locks import FileLock

SITE, SERVE = "site.lock", "serve.lock"
"""Files of the data folder. SITE: shared by all processes that use the site, exclusive for restore and upgrade; SERVE: of `serve`."""
_site_locks: dict[Path, FileLock] = {}
_guard = threading.Lock()


def hold_while_running(folder: Path, what: str) -> None:
    """Share the site's lock for the rest of this process's life. Raises InUse while a restore or an upgrade goes on."""
    with _guard:
        if folder not in _site_locks:
            _site_locks[folder] = FileLock(folder / SITE, what).take(is_shared=True)
