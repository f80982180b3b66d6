"""While the site runs: content that changed is shown, content that broke is not, content whose day has come is gone."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from lms import database
from lms.app import create_app
from lms.settings import CONTENT, read
from lms.web import shelving
from lms.web.extensions import db

FEVER = "fr/patient-essentials/fever.md"


class Clock:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(shelving, "now", clock)
    return clock


@pytest.fixture
def content(tmp_path):
    return shutil.copytree(CONTENT, tmp_path / "content")


@pytest.fixture
def open_site(content, clock, tmp_path):
    """Opens a site on the content; `seen(app)` gives its catalogue after a visit three seconds later."""
    opened = []

    def make(**settings):
        made = read({"HORSLESMURS_DATA": str(tmp_path / "data"), "HORSLESMURS_CONTENT": str(content), **settings})
        database.upgrade(made)
        opened.append(create_app(made))
        return opened[-1]

    yield make
    for app in opened:
        app.extensions["writer"].close()
        with app.app_context():
            db.engine.dispose()


def seen(app, clock):
    clock.now += timedelta(seconds=3)
    app.test_client().get("/fr/")
    return app.extensions["catalogue"]


def test_a_change_is_shown_and_a_folder_that_vanishes_is_not(open_site, content, clock):
    app = open_site()
    file = content / FEVER
    title = seen(app, clock).module("fever", "fr").title.replace("\u00a0", " ")
    file.write_text(file.read_text("utf-8").replace(title, "Autre titre", 1), "utf-8")
    assert seen(app, clock).module("fever", "fr").title == "Autre titre"
    shutil.move(content, content.with_name("away"))
    assert seen(app, clock).module("fever", "fr").title == "Autre titre"


def test_published_content_is_gone_from_a_running_site_after_its_day(open_site, content, clock):
    file = content / FEVER
    reviewed = 'state: published\nreviewers: ["Relectrice Exemple"]\nreviewed_on: 2026-11-23'
    file.write_text(file.read_text("utf-8").replace("state: draft", reviewed, 1), "utf-8")
    app = open_site(HORSLESMURS_INSTANCE="real")
    assert list(seen(app, clock).courses) == ["patient-essentials"]
    clock.now = datetime(2027, 5, 24, 0, 0, 5, tzinfo=UTC)
    assert seen(app, clock).courses == {}
