"""A site whose content is renewed as it is written, and two educators."""

from collections.abc import Iterator

import pytest
from flask import Flask
from lms_cast import add_person
from writers import Writer

from lms.app import create_app
from lms.running import database_setup
from lms.settings import read
from lms.web.database.extensions import db


@pytest.fixture(scope="module")
def desk_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site that reads its own content, as a served one does; each test edits another page."""
    made = read({"HORSLESMURS_DATA": str(tmp_path_factory.mktemp("desk"))})
    database_setup.upgrade(made)
    app = create_app(made)
    yield app
    app.extensions["writer"].close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def claire(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "educator", "claire"))


@pytest.fixture(scope="module")
def jean(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "educator", "jean"))
