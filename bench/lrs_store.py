"""The store as the bench serves it: the site's own web process, on a database with one access key."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lms import database
from lms.settings import read
from lrs import keys, store
from lrs.opening import open_store
from xapi.actor import account

HOME = "https://site.example"
SITE = account(HOME, "00000000-0000-4000-8000-000000000001")
COMMAND = [sys.executable, "-m", "lms.process"]


def environment(url: str, folder: Path, port: int = 1) -> dict[str, str]:
    """The settings of the site, as an operator writes them."""
    names = {"DATABASE": url, "DATA": str(folder), "PORT": str(port), "HOME_PAGE": HOME}
    return {f"HORSLESMURS_{name}": value for name, value in names.items()}


def fill(url: str, folder: Path, batches: Iterable[Any]) -> tuple[str, str]:
    """Make the site's tables, load statements, and give the id and secret of an access key."""
    database.upgrade(read(environment(url, folder)))
    opened = open_store(url, home_page=HOME)
    key, secret = opened.writer.submit(lambda connection: keys.create(connection, label="bench", scopes=["all"]))
    for batch in batches:
        prepared = store.prepare(batch, authority=SITE)
        opened.writer.submit(lambda connection, prepared=prepared: store.put_prepared(connection, prepared))
    opened.writer.close()
    opened.engine.dispose()
    return key.id, secret
