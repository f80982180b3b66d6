"""A page is made of one catalogue, also when another request renews the content while it is being made."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import FEVER, Person
from lms_site import close, make_site, shared_catalogue

from courses.serving.catalogue import Catalogue
from lms.web.current_site import SiteContent, current_site, site_of

LMS = Path(__file__).resolve().parents[3] / "lms"
NEWEST = re.compile(r"\bnewest_content\b")
OUTSIDE_REQUESTS = {
    "lms/app.py",
    "lms/cli.py",
    "lms/demo/simulated_people.py",
    "lms/demo/simulation_target.py",
    "lms/running/pool_commands.py",
    "lms/running/trials/commands.py",
    "lms/web/current_site.py",
    "lms/web/site/content.py",
    "lms/web/site/content_renewal.py",
    "lms/web/site/site_health.py",
}
"""Commands; the record itself and the two files that give and renew what requests see; the store, which is no Flask and looks once a call;
and health, which asks whether renewing failed."""
PAGES = (
    "/fr/",
    "/fr/cours",
    "/fr/cours/patient-essentials",
    FEVER,
    f"{FEVER}/1",
    f"{FEVER}/question/1",
    "/fr/fievre",
    "/fr/sources",
    "/fr/avancee",
    "/fr/jouer",
    "/fr/vrai-probleme",
    "/fr/quand-j-appelle",
    "/fr/chercher?q=fievre",
)


@pytest.fixture
def swapped(tmp_path: Path) -> Iterator[Flask]:
    """A site whose content is replaced by an empty one in the middle of each request, after the checks and before the page."""
    app = make_site(tmp_path)
    full = site_of(app).newest_content
    empty = SiteContent(without_courses(full.catalogue))

    @app.before_request
    def another_request_renews() -> None:
        current_site().newest_content = empty

    @app.after_request
    def put_back(response):  # type: ignore[no-untyped-def]
        site_of(app).newest_content = full
        return response

    yield app
    close(app)


def without_courses(full: Catalogue) -> Catalogue:
    return replace(full, courses={}, modules={}, references={}, game=None)


@pytest.mark.parametrize("path", PAGES)
def test_content_renewed_in_mid_request_does_not_change_the_page(swapped: Flask, site: Flask, path: str) -> None:
    assert shown(Person(swapped, None), path) == shown(Person(site, None), path)


def shown(person: Person, path: str) -> tuple[int, str]:
    """The page without what differs between any two visits: tokens, times and shuffled choices."""
    answer = person.get(path)
    return answer.status_code, re.sub(r'value="[^"]*"|[0-9a-f-]{36}|port:\d+', "", "".join(sorted(answer.text.splitlines())))


def test_the_next_request_sees_the_new_content(tmp_path: Path) -> None:
    app = make_site(tmp_path)
    try:
        person = Person(app, None)
        assert person.get(FEVER).status_code == 200
        site_of(app).newest_content = SiteContent(without_courses(shared_catalogue()))
        assert person.get(FEVER).status_code == 404
    finally:
        close(app)


def test_no_page_reads_the_newest_catalogue() -> None:
    """A page reads the snapshot of its request (`lms.web.site.content`): a second look-up in one request may meet another catalogue."""
    found = {path.relative_to(LMS.parent).as_posix() for path in LMS.rglob("*.py") if NEWEST.search(path.read_text("utf-8"))}
    assert found - OUTSIDE_REQUESTS == set()
