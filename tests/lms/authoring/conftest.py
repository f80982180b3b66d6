"""A site whose content is renewed as it is written, and two educators."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import add_person
from lms_site import lay_parsed_content, make_database
from writers import Writer

from lms.app import create_app
from lms.settings import CONTENT, read
from lms.web.current_site import site_of
from lms.web.database.extensions import db

SITUATIONS = ("headache-first", "a-neighbour-asks", "antiemetic-on-time", "grandson-cold", "hair", "silent-stop")


def other_situations(folder: str, names: list[str]) -> list[str]:
    """Six of the 62 are enough at a desk: each save reads all of them again."""
    return [name for name in names if Path(folder).name == "situations" and name.removesuffix(".md") not in SITUATIONS]


@pytest.fixture(scope="module")
def desk_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site that reads its own content, as a served one does; each test edits another page."""
    folder = tmp_path_factory.mktemp("desk")
    content = shutil.copytree(CONTENT, folder / "content", ignore=other_situations)
    made = read({"HORSLESMURS_DATA": str(folder / "data"), "HORSLESMURS_CONTENT": str(content)})
    make_database(made)
    lay_parsed_content(made)
    app = create_app(made)
    yield app
    site_of(app).writer.close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def claire(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "educator", "claire"))


@pytest.fixture(scope="module")
def jean(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "educator", "jean"))
