"""A browser of a bench, signed in: the benches write their sessions by themselves, with a row, so that pages open."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Account
from lms.accounts.sign_ins import browser_sign_ins
from lms.accounts.sign_ins.device_names import DeviceName
from lms.accounts.sign_ins.sign_in_guard import KEY
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit


def signed_in(app: Flask, name: str) -> FlaskClient:
    """The client of the account with this name."""
    client = app.test_client()
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.username == name)).one()
        account_id, role, mark, key, at = account.id, account.role, account.fs_uniquifier, browser_sign_ins.new_key(), now()
        db.session.rollback()
        ends_at = browser_sign_ins.end_of(role, at, is_own_device=True)
        submit(lambda work: browser_sign_ins.begin(work, account_id, key, DeviceName("", ""), at, ends_at))
    with client.session_transaction() as session:
        session.update({"_user_id": mark, "_fresh": True, KEY: key})
    return client
