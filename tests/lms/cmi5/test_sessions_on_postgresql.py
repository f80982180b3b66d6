"""Sessions of launched packages, held to their rules on a site on PostgreSQL."""

import pytest
import test_patients_and_staff
import test_reach_of_a_session
import test_sessions
from flask import Flask
from own_postgresql import checks_of, site
from sqlalchemy import text

from lms.web.database.extensions import db

__all__ = ["site"]  # the fixture
pytestmark = pytest.mark.slow  # the same tests run on SQLite in the fast set


def test_it_is_postgresql(site: Flask) -> None:
    with site.app_context():
        assert "PostgreSQL" in str(db.session.scalar(text("SELECT version()")))


for _module in (test_patients_and_staff, test_reach_of_a_session, test_sessions):
    globals().update(checks_of(_module))
