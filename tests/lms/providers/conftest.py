"""A site with two providers, both the small one: a hospital's, which opens accounts of pharmacists, and Pro Santé Connect's profile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import Person
from lms_site import close, make_site
from provider_walk import Visitor
from small_provider import CLIENT, SECRET, SmallProvider, small_provider

from lms.web.current_site import site_of

ROLES = '["pharmacist", "gp", "nurse", "patient", "educator"]'


def table(key: str, issuer: str, secret: Path, **more: str) -> str:
    """One table of the settings' file. more: lines as TOML."""
    rows = {
        "name_fr": '"CHU de test"',
        "name_en": '"Test hospital"',
        "issuer": f'"{issuer}"',
        "client_id": f'"{CLIENT}"',
        "secret_file": f'"{secret}"',
        "roles": ROLES,
        **more,
    }
    return f"[{key}]\n" + "".join(f"{name} = {value}\n" for name, value in rows.items())


@pytest.fixture(scope="module")
def hospital() -> Iterator[SmallProvider]:
    with small_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def wallet() -> Iterator[SmallProvider]:
    with small_provider() as provider:
        provider.claims = {"acr": "eidas1"}
        yield provider


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, hospital: SmallProvider, wallet: SmallProvider) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("site")
    secret = folder / "provider.secret"
    secret.write_text(SECRET, "utf-8")
    file = folder / "providers.toml"
    chu = table("chu", hospital.issuer, secret, new_role='"pharmacist"', second_factor='["mfa", "otp"]')
    psc = table(
        "psc",
        wallet.issuer,
        secret,
        profile='"pro-sante-connect"',
        roles='["pharmacist", "gp", "nurse"]',
        new_role='"by-profession"',
        name_fr='"Pro Santé Connect"',
        name_en='"Pro Santé Connect"',
    )
    file.write_text(chu + psc, "utf-8")
    app = make_site(folder / "data", identity_providers=str(file))
    yield app
    close(app)


@pytest.fixture(autouse=True)
def as_it_was(site: Flask, hospital: SmallProvider, wallet: SmallProvider) -> Iterator[None]:
    """Whatever a test made the provider do wrong ends with it."""
    yield
    for provider, claims in ((hospital, {}), (wallet, {"acr": "eidas1"})):
        provider.keys = provider.keys[:1]
        provider.shown_keys = list(provider.keys)
        provider.header, provider.claims, provider.metadata, provider.person = {}, dict(claims), {}, {}
        provider.broken, provider.token_answer, provider.signs_person = False, None, False
        provider.asked.clear()
    site_of(site).provider_documents.clear()


@pytest.fixture
def visitor(site: Flask, hospital: SmallProvider) -> Visitor:
    return Visitor(Person(site, None), hospital, "chu")
