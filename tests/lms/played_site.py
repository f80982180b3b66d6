"""A site on a real SQLite file, and browsers without a screen: one for each person of the cast."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lms_site import make_database, shared_catalogue

from lms.app import create_app
from lms.settings import Settings, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db

MakeSite = Callable[..., Flask]


@pytest.fixture(scope="module")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeSite]:
    """make_site(team_day=…): the whole site with a fresh database; settings by name, but those of texts. Kept for the tests of one file."""
    made: list[Flask] = []

    def make(**wanted: str) -> Flask:
        names = {"data": str(tmp_path_factory.mktemp("data")), **wanted}
        settings: Settings = read({f"HORSLESMURS_{name.upper()}": value for name, value in names.items()})
        make_database(settings)
        app = create_app(settings, shared_catalogue())
        app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
        made.append(app)
        return app

    yield make
    for app in made:
        site_of(app).writer.close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def site(make_site: MakeSite) -> Flask:
    return make_site()


@pytest.fixture(autouse=True)
def one_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every week of these tests has the same luck: the first morning asks for no decision."""
    monkeypatch.setattr("lms.weeks.turns.new_seed", lambda: 7)


@pytest.fixture
def guest(site: Flask) -> FlaskClient:
    return site.test_client()
