"""The whole way in a real Chromium, from a page of lti1p3platform on another site: its frame, our own window, an account, a result.

Needs `.venvs/platform`, which `make test-slow` makes.
"""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from app_server import served_at
from flask import Flask
from lms_site import close, make_site
from page_faults import faults
from platform_tables import table
from playwright.sync_api import Browser, Frame, Page, expect
from real_platform import MISSING, real_platform, told
from serving_site import free_port
from sqlalchemy import select

from lms.accounts.models import Account
from lms.cohorts.models import COURSE, Registration
from lms.lti.sending import PlatformWork
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
]
VIEWS = [pytest.param("fr", 360, id="fr-360"), pytest.param("en", 1280, id="en-1280")]
PATIENCE_MS = 60_000
PATHS = {
    "fr": {"first": "premiere-fois", "result": "resultat-pour-la-plateforme", "course": "cours/pharmacists"},
    "en": {"first": "first-time", "result": "result-for-the-platform", "course": "courses/pharmacists"},
}
OWN = {"fr": "compte/resultats-pour-les-plateformes", "en": "account/results-for-platforms"}
FAILED = {"fr": "depuis-une-plateforme/browser?place=moodle", "en": "from-a-platform/browser?place=moodle"}


@pytest.fixture(scope="module")
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def platform(address: str) -> Iterator[str]:
    with real_platform(address) as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, address: str, platform: str) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("site")
    file = folder / "platforms.toml"
    file.write_text(table("moodle", platform, new_role='"pharmacist"', grades="true"), "utf-8")
    app = make_site(folder / "data", lti_platforms=str(file), origin=address)
    with served_at(app, int(address.rpartition(":")[2])):
        yield app
    close(app)


@pytest.fixture
def make_page(chromium: Browser) -> Iterator[Any]:
    made = []

    def make(lang: str, width: int) -> Page:
        locale = {"fr": "fr-FR", "en": "en-GB"}[lang]
        context = chromium.new_context(viewport={"width": width, "height": 740}, reduced_motion="reduce", locale=locale)
        context.set_default_timeout(PATIENCE_MS)
        made.append(context)
        return context.new_page()

    yield make
    for context in made:
        context.close()


def tool_frame(page: Page, words: str) -> Frame:
    page.frame_locator("iframe").locator(words).first.wait_for()
    frame = page.frame("tool")
    assert frame is not None
    return frame


@pytest.mark.parametrize(("lang", "width"), VIEWS)
def test_from_the_frame_to_an_account_and_a_result(site: Flask, platform: str, address: str, make_page: Any, lang: str, width: int) -> None:
    page, name, subject = make_page(lang, width), f"claire-{lang}", f"subject-{lang}"
    page.goto(f"{platform}/frame?subject={subject}&open=course/pharmacists")
    frame = tool_frame(page, "a.button")
    found = faults(frame, "frame", lang)
    with page.context.expect_page() as opened:
        frame.click("a.button")
    window = opened.value
    expect(window).to_have_url(f"{address}/{lang}/{PATHS[lang]['first']}", timeout=PATIENCE_MS)
    found += faults(window, "first-time", lang)
    window.fill("input[name=name]", name)
    window.check("input[name=consent]")
    window.click(f"form[action$='{'compte' if lang == 'fr' else 'account'}'] button.button")
    expect(window).to_have_url(f"{address}/{lang}/{PATHS[lang]['result']}", timeout=PATIENCE_MS)
    found += faults(window, "result", lang)
    window.check("input[name=agree][value=yes]")
    window.click("main form button.button")
    expect(window).to_have_url(f"{address}/{lang}/{PATHS[lang]['course']}", timeout=PATIENCE_MS)
    with site.app_context():
        learner_id, at = db.session.scalars(select(Account).where(Account.username == name)).one().learner.id, now()
        submit(lambda work: work.add(Registration(learner_id=learner_id, kind=COURSE, key="pharmacists", created_at=at, finished_at=at)))
    assert PlatformWork(site_of(site).store, site_of(site).settings, now).turn(threading.Event()) == 1
    assert [one["scoreGiven"] for one in told(platform)["scores"] if one["userId"] == subject] == [1]
    window.goto(f"{address}/{lang}/{OWN[lang]}")
    found += faults(window, "own-results", lang)
    window.goto(f"{address}/{lang}/{FAILED[lang]}")
    found += faults(window, "failed", lang)

    again = make_page(lang, width)
    again.goto(f"{platform}/link?subject={subject}&open=module/patient-essentials/fever")
    again.click("a")
    expect(again).to_have_url(f"{address}/{lang}/{'cours' if lang == 'fr' else 'courses'}/patient-essentials/fever", timeout=PATIENCE_MS)
    again.go_back()
    assert found == []


@pytest.mark.parametrize(("lang", "width"), VIEWS)
def test_a_teacher_chooses_inside_the_platforms_page(platform: str, site: Flask, make_page: Any, lang: str, width: int) -> None:
    page, before = make_page(lang, width), len(told(platform)["items"])
    page.goto(f"{platform}/choice?subject=teacher")
    frame = tool_frame(page, "input[name=wish]")
    found = faults(frame, "choosing", lang)
    frame.check("input[value='course/pharmacists']")
    frame.check("input[value='campaign/azur']")
    frame.click("main form button.button")
    frame = tool_frame(page, "input[name=JWT] ~ .actions button, form button")
    frame.wait_for_selector("input[name=JWT]", state="attached")
    found += faults(frame, "chosen", lang)
    frame.click("main form button.button")
    page.frame_locator("iframe").get_by_role("heading", name="Kept").wait_for()
    items = told(platform)["items"][before]
    assert [item["custom"]["open"] for item in items] == ["course/pharmacists", "campaign/azur"]
    assert [("lineItem" in item) for item in items] == [True, False]
    assert found == []
