"""The site and the people of tests that play; learners with accounts in a browser, and windows linked to them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from app_server import served_at
from devices import Device, code_for, link
from flask import Flask
from flask.testing import FlaskClient
from lms_cast import signed_in_values
from played_site import guest, make_site, one_luck, site

from lms.accounts import opening, passphrases
from lms.web.database.instants import now
from lms.web.database.writing import submit

__all__ = ["guest", "make_site", "one_luck", "site"]

MakeClient = Callable[[], FlaskClient]


@pytest.fixture(scope="module")
def address(site: Flask) -> Iterator[str]:
    """Where the site is really served."""
    with served_at(site) as url:
        yield url


@pytest.fixture(scope="module")
def make_learner(site: Flask) -> MakeClient:
    """make_learner(): a browser of a new person with an account."""
    with site.app_context():
        secret = passphrases.hashed("quatre mots bien ordinaires")

    def make() -> FlaskClient:
        name = f"nadia-{uuid4().hex[:8]}"
        with site.app_context():
            new = opening.NewAccount(name, secret, "patient", None, is_simulated=False, has_consented=True)
            submit(lambda work: opening.open_account(work, new, now()).id)
            values = signed_in_values(name)
        client = site.test_client()
        with client.session_transaction() as session:
            session.update(values)
        return client

    return make


@pytest.fixture
def browser(make_learner: MakeClient) -> FlaskClient:
    return make_learner()


@pytest.fixture
def make_device(site: Flask, address: str, browser: FlaskClient, tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """make_device(): a window linked to the browser's learner, or to that of another browser."""
    devices: list[Device] = []

    def make(client: FlaskClient | None = None) -> Device:
        folder = tmp_path / f"device{len(devices)}"
        link(folder, address, code_for(client or browser))
        devices.append(Device(folder, site))
        return devices[-1]

    yield make
    for device in devices:
        device.close()
