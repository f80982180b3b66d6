"""Everything that is asked of somebody who takes part in a trial, asked of a site on PostgreSQL."""

import pytest
import test_taking_part
from flask import Flask
from own_postgresql import checks_of, site
from sqlalchemy import text

from lms.web.database.extensions import db

__all__ = ["site"]  # the fixture
pytestmark = pytest.mark.slow


def test_it_is_postgresql(site: Flask) -> None:
    with site.app_context():
        assert "PostgreSQL" in str(db.session.scalar(text("SELECT version()")))


globals().update(checks_of(test_taking_part))
