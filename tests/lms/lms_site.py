"""A whole site for tests: real settings, a real database file, the shipped content read once."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from courses.serving.catalogue import Catalogue, load
from lms.app import create_app
from lms.running import database_setup
from lms.settings import CONTENT, Settings, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.site import long_lived
from lrs.maintenance.backup import file_of, is_postgresql
from lrs.storage.private_files import make_private_file, make_private_folder


class SharedTemplates(BytecodeCache):
    """The templates of all sites of a test process, each compiled once: every file of tests makes a site, and most show the same pages."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": SharedTemplates()}


@lru_cache(maxsize=1)
def shared_catalogue() -> Catalogue:
    """The shipped content, read once for all tests of a process, and parsed once for all processes: it is frozen."""
    folder = Path(os.environ["TEST_PARSED_CONTENT"])
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # whoever comes second waits, and does not parse
        catalogue = load(CONTENT, now=now(), cache_folder=folder)
    long_lived.keep_out_of_collection()
    return catalogue


def lay_parsed_content(settings: Settings) -> None:
    """What an earlier start of this site would have left in its cache, for a content that is the shipped one or a copy with changes."""
    shared_catalogue()
    cache = settings.data / "content-cache"
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = str(settings.shown_content.resolve()).encode()
    for file in Path(os.environ["TEST_PARSED_CONTENT"]).glob("*.cache"):
        name = f"content-{hashlib.sha256(place).hexdigest()[:12]}.cache" if file.name.startswith("content-") else file.name
        shutil.copy(file, cache / name)


def make_settings(folder: Any, **settings: str) -> Settings:
    names = {"data": str(folder), **settings}
    return read({f"HORSLESMURS_{name.upper()}": value for name, value in names.items()})


@lru_cache(maxsize=1)
def new_database() -> bytes:
    """The file of an empty database, made by every migration once a process."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_settings(folder)
        database_setup.upgrade(made)
        return Path(file_of(made.database_url)).read_bytes()


def make_database(settings: Settings) -> None:
    """What `database_setup.upgrade` makes where nothing is yet, without the third of a second that the migrations take."""
    file = Path(file_of(settings.database_url))
    if is_postgresql(settings.database_url) or file.exists():
        database_setup.upgrade(settings)
        return
    make_private_folder(settings.data)
    make_private_file(file)
    file.write_bytes(new_database())


def make_site(folder: Any, **settings: str) -> Flask:
    made = make_settings(folder, **settings)
    make_database(made)
    return create_app(made, shared_catalogue())


def close(app: Flask) -> None:
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()
