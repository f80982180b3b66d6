"""The store as the bench serves it: the site's own web process, on a database with one access key."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lms.running import database_setup
from lms.settings import read
from lrs.keys import access_keys
from lrs.storage.store import open_store
from lrs.writing import statement_writer
from xapi.actor import account

HOME = "https://site.example"
SITE = account(HOME, "00000000-0000-4000-8000-000000000001")
COMMAND = [sys.executable, "-m", "lms.running.web_process"]


def environment(url: str, folder: Path, port: int = 1) -> dict[str, str]:
    """The settings of the site, as an operator writes them."""
    names = {"DATABASE": url, "DATA": str(folder), "PORT": str(port), "HOME_PAGE": HOME}
    return {f"HORSLESMURS_{name}": value for name, value in names.items()}


def fill(url: str, folder: Path, batches: Iterable[Any]) -> tuple[str, str]:
    """Make the site's tables, load statements, and give the id and secret of an access key."""
    database_setup.upgrade(read(environment(url, folder)))
    store = open_store(url, home_page=HOME)
    key, secret = store.writer.submit(lambda connection: access_keys.create(connection, label="bench", scopes=["all"]))
    for batch in batches:
        prepared = statement_writer.prepare(batch, authority=SITE)
        store.writer.submit(lambda connection, prepared=prepared: statement_writer.put_prepared(connection, prepared))
    store.writer.close()
    store.engine.dispose()
    return key.id, secret
