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
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

PASSPHRASE = "quatre mots bien ordinaires"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FEVER = "/fr/cours/patient-essentials/fever"


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
            mark = db.session.scalars(select(Account.fs_uniquifier).where(Account.username == self.name)).one()
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"], session[PASSED] = mark, True, True

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
