"""Everything that is asked of somebody who takes part in a trial, asked of a site on PostgreSQL."""

import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest
import test_taking_part
from flask import Flask
from lms_site import close, make_site
from own_postgresql import own_postgresql
from sqlalchemy import text

from lms.web.database.extensions import db

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with own_postgresql(tmp_path_factory) as address:
        made = make_site(tmp_path_factory.mktemp("site"), database=address)
        yield made
        close(made)


def test_it_is_postgresql(site: Flask) -> None:
    with site.app_context():
        assert "PostgreSQL" in str(db.session.scalar(text("SELECT version()")))


def _tests_of(module: ModuleType) -> dict[str, object]:
    """The tests of a module and the fixtures they stand on, `site` apart."""
    own = (one for one in vars(module).items() if one[0] != "site")
    return {name: value for name, value in own if (name.startswith("test_") and inspect.isfunction(value)) or _is_fixture(value)}


def _is_fixture(value: object) -> bool:
    return type(value).__name__ == "FixtureFunctionDefinition"


globals().update(_tests_of(test_taking_part))
