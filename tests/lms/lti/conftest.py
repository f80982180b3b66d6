"""A site that two platforms open: a training body's for professionals, with results, and a hospital's for patients, without accounts."""

from collections.abc import Iterator

import pytest
from flask import Flask
from launch_walk import Visitor
from lms_cast import Person
from lms_site import close, make_site
from platform_tables import table
from small_platform import SmallPlatform, small_platform

from lms.web.current_site import site_of


@pytest.fixture(scope="module")
def moodle() -> Iterator[SmallPlatform]:
    with small_platform() as platform:
        yield platform


@pytest.fixture(scope="module")
def ward() -> Iterator[SmallPlatform]:
    with small_platform() as platform:
        yield platform


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, moodle: SmallPlatform, ward: SmallPlatform) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("site")
    file = folder / "platforms.toml"
    roles = '["pharmacist", "gp", "nurse", "patient"]'
    tables = table("moodle", moodle.issuer, roles=roles, new_role='"pharmacist"', grades="true")
    file.write_text(tables + table("ward", ward.issuer, roles='["patient"]', grades="true"), "utf-8")
    app = make_site(folder / "data", lti_platforms=str(file))
    yield app
    close(app)


@pytest.fixture(autouse=True)
def as_it_was(site: Flask, moodle: SmallPlatform, ward: SmallPlatform) -> Iterator[None]:
    """Whatever a test made a platform do wrong ends with it."""
    first = {platform: platform.key for platform in (moodle, ward)}
    yield
    for platform, key in first.items():
        platform.key, platform.shown_keys, platform.claims, platform.header = key, [key], {}, {}
        platform.broken, platform.refusal, platform.raw = False, 0, {}
        platform.said = {path: {} for path in platform.said}
        platform.__dict__.pop("signed", None)
        for kept in (platform.asked, platform.assertions, platform.scores, platform.registrations):
            kept.clear()
    site_of(site).provider_documents.clear()


@pytest.fixture
def visitor(site: Flask, moodle: SmallPlatform) -> Visitor:
    return Visitor(Person(site, None), moodle, "moodle")
