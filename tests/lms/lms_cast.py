"""Somebody in front of a browser without JavaScript, for tests."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.accounts import opening, passphrases
from lms.accounts.models import Account
from lms.accounts.second_factor.sign_in_step import PASSED
from lms.accounts.sign_ins import browser_sign_ins
from lms.accounts.sign_ins.device_names import DeviceName
from lms.accounts.sign_ins.sign_in_guard import KEY
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

PASSPHRASE = "quatre mots bien ordinaires"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FEVER = "/fr/cours/patient-essentials/fever"


def signed_in_values(name: str) -> dict[str, Any]:
    """What the session of a browser holds in which this account is signed in from now on. Needs the app's context."""
    account = db.session.scalars(select(Account).where(Account.username == name)).one()
    mark, account_id, role = account.fs_uniquifier, account.id, account.role
    key, at = browser_sign_ins.new_key(), now()
    ends_at = browser_sign_ins.end_of(role, at, is_own_device=True)
    submit(lambda work: browser_sign_ins.begin(work, account_id, key, DeviceName("firefox", "linux"), at, ends_at))
    return {"_user_id": mark, "_fresh": True, KEY: key}


class Person:
    """Somebody in front of a browser without JavaScript. name: None for a guest."""

    def __init__(self, site: Flask, name: str | None) -> None:
        self.site, self.name = site, name
        self.client: FlaskClient = site.test_client()
        self.enter()

    def enter(self) -> None:
        """Sign in by the session, without the cost of a passphrase and of a second step."""
        if self.name is None:
            return
        with self.site.app_context():
            values = signed_in_values(self.name)
        with self.client.session_transaction() as session:
            session.update({**values, PASSED: True})

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def token(self) -> str:
        found = TOKEN.search(self.client.get("/fr/accessibilite").text)
        assert found
        return found[1]

    def post(self, path: str, **data: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **data})

    @property
    def account(self) -> Account:
        with self.site.app_context():
            row = db.session.scalars(select(Account).where(Account.username == self.name)).one()
            assert row.learner
            return row

    @property
    def pseudonym(self) -> UUID:
        return self.account.learner.uuid


@lru_cache(maxsize=1)
def passphrase_hash() -> str:
    return passphrases.hashed(PASSPHRASE)


def add_person(
    site: Flask, role: str, name: str, *, simulated: bool = False, email: str | None = None, has_consented: bool = True
) -> Person:
    """An account of the site, signed in, whose holder has agreed to what the site keeps."""
    with site.app_context():
        new = opening.NewAccount(name, passphrase_hash(), role, email, is_simulated=simulated, has_consented=has_consented)
        submit(lambda work: opening.open_account(work, new, now()).id)
    return Person(site, name)


MakePerson = Callable[..., Person]
