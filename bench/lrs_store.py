"""The store as the bench serves it: the bare app, one access key, the database named in the environment."""

import os
from typing import Any

from flask import Flask

from lrs import keys, store
from lrs.opening import open_store
from lrs.web import bare_app
from xapi.actor import account

HOME = "https://site.example"
SITE = account(HOME, "00000000-0000-4000-8000-000000000001")


def fill(url: str, batches: Any) -> tuple[str, str]:
    """Make the tables, load statements, and give the id and secret of an access key."""
    opened = open_store(url, home_page=HOME, create=True)
    key, secret = opened.writer.submit(lambda connection: keys.create(connection, label="bench", scopes=["all"]))
    for batch in batches:
        prepared = store.prepare(batch, authority=SITE)
        opened.writer.submit(lambda connection, prepared=prepared: store.put_prepared(connection, prepared))
    opened.writer.close()
    opened.engine.dispose()
    return key.id, secret


def from_environment() -> Flask:
    return bare_app(open_store(os.environ["BENCH_DATABASE"], home_page=HOME))
