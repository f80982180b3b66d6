"""A site on a real SQLite file, and browsers without a screen: one for each person of the cast."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms import database
from lms.app import create_app
from lms.settings import Settings, read
from lms.web.extensions import db

MakeSite = Callable[..., Flask]


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[MakeSite]:
    """make_site(team_day=…): the whole site with a fresh database; settings by name."""
    made: list[Flask] = []

    def make(**wanted: str) -> Flask:
        names = {f"HORSLESMURS_{name.upper()}": value for name, value in {"data": str(tmp_path / f"data{len(made)}"), **wanted}.items()}
        settings: Settings = read(names)
        database.upgrade(settings)
        app = create_app(settings)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["writer"].close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def site(make_site: MakeSite) -> Flask:
    return make_site()


@pytest.fixture
def guest(site: Flask) -> FlaskClient:
    return site.test_client()
