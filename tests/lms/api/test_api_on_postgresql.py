"""Everything that is asked of the API, asked of a site on PostgreSQL."""

import test_asking_by_program
import test_cohorts_of_the_api
import test_who_may_call
from flask import Flask
from own_postgresql import checks_of, site
from sqlalchemy import text

from lms.web.database.extensions import db

__all__ = ["site"]  # the fixture


def test_it_is_postgresql(site: Flask) -> None:
    with site.app_context():
        assert "PostgreSQL" in str(db.session.scalar(text("SELECT version()")))


for _module in (test_asking_by_program, test_cohorts_of_the_api, test_who_may_call):
    globals().update(checks_of(_module))
