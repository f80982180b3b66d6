"""The session of a request reads, and changes nothing."""

import pytest
from flask import Flask
from lms_cast import Person
from sqlalchemy import select

from lms.accounts.models import Account
from lms.web.database.extensions import db, reading_session


def test_a_row_changed_in_a_page_is_refused_and_not_kept(site: Flask, learner: Person) -> None:
    with site.app_context():
        account = reading_session().scalars(select(Account)).first()
        assert account is not None
        name = account.username
        account.username = "somebody-else"
        with pytest.raises(RuntimeError, match="reading session"):
            reading_session().scalars(select(Account)).first()
        db.session.rollback()
        assert reading_session().scalar(select(Account.username).where(Account.id == account.id)) == name


def test_a_row_taken_away_or_added_in_a_page_is_refused(site: Flask, learner: Person) -> None:
    with site.app_context():
        account = reading_session().scalars(select(Account)).first()
        for change in (lambda: reading_session().delete(account), lambda: reading_session().add(Account(username="new"))):
            change()
            with pytest.raises(RuntimeError, match="reading session"):
                db.session.commit()
            db.session.rollback()
