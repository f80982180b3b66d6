"""A whole site for tests: real settings, a real database file, the shipped content read once."""

from functools import lru_cache
from typing import Any

from flask import Flask

from courses.serving.catalogue import Catalogue, load
from lms.app import create_app
from lms.running import database_setup
from lms.settings import CONTENT, Settings, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now


@lru_cache(maxsize=1)
def shared_catalogue() -> Catalogue:
    """The shipped content, read once for all tests: it is frozen."""
    return load(CONTENT, now=now())


def make_settings(folder: Any, **settings: str) -> Settings:
    names = {"data": str(folder), **settings}
    return read({f"HORSLESMURS_{name.upper()}": value for name, value in names.items()})


def make_site(folder: Any, **settings: str) -> Flask:
    made = make_settings(folder, **settings)
    database_setup.upgrade(made)
    return create_app(made, shared_catalogue())


def close(app: Flask) -> None:
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()
