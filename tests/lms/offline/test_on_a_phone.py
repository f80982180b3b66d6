"""A course kept on a phone, in flight mode with the server stopped: read, answered, and delivered once when there is network again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lms_cast import PASSPHRASE, add_person
from phone import (
    COURSE,
    SLOW_MS,
    StoppableSite,
    answer_first,
    keep_course,
    kill,
    killable,
    open_module,
    open_phone_page,
    read_to_first_question,
    sign_in,
    waiting,
)
from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import select

from lms.accounts.models import Learner
from lms.cohorts.models import Registration
from lms.learning.models import Attempt
from lms.web.current_site import site_of
from lms.web.database.extensions import db

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def online(site: Flask) -> Iterator[StoppableSite]:
    one = StoppableSite(site)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context
    context.close()


def first_module(site: Flask) -> str:
    return str(site_of(site).newest_content.catalogue.courses[COURSE].modules[0])


def attempts(site: Flask) -> list[tuple[str, str]]:
    """(role of who answered, sign of her pseudonym) of each attempt of the course."""
    with site.app_context():
        query = select(Learner.role, Learner.uuid, Attempt.uuid).join(Registration, Registration.learner_id == Learner.id)
        query = query.join(Attempt, Attempt.registration_id == Registration.id).where(Registration.key == COURSE)
        return [(role, str(uuid)) for role, uuid, _attempt in db.session.execute(query)]


def go_offline(phone: BrowserContext, online: StoppableSite) -> None:
    phone.set_offline(True)
    online.stop()


def come_back(phone: BrowserContext, online: StoppableSite) -> None:
    online.start()
    phone.set_offline(False)


def test_a_learner_reads_and_answers_without_network_and_it_counts_once(phone: BrowserContext, online: StoppableSite, site: Flask) -> None:
    her = add_person(site, "caregiver", "nora")
    sign_in(phone, online.address, "nora", PASSPHRASE)
    hub = open_phone_page(phone, online.address)
    keep_course(hub)
    go_offline(phone, online)
    hub.reload()
    expect(hub.locator("#copy-note")).to_be_visible()
    expect(hub.locator("[data-course]:visible")).to_have_count(1, timeout=SLOW_MS)  # what is not on the phone is not offered
    page = open_module(phone, online.address, first_module(site))
    expect(page.locator("#copy-note")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.brand')).display") == "flex", "its style sheets are there"
    read_to_first_question(page)
    answer_first(page)
    expect(page.locator("#platform")).to_contain_text("attendent", timeout=SLOW_MS)
    assert waiting(page) == 1
    assert attempts(site) == []
    page.reload()
    expect(page.locator("form.item:visible")).to_have_count(1)
    second = open_module(phone, online.address, first_module(site))
    come_back(phone, online)
    for one in (page, second):
        one.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#platform")).to_contain_text("gardé", timeout=SLOW_MS)
    for _ in range(100):
        if waiting(page) == 0:
            break
        page.wait_for_timeout(200)
    assert waiting(page) == 0
    assert attempts(site) == [("caregiver", str(her.pseudonym))], "two tabs, one attempt"


def test_killed_in_the_middle_nothing_confirmed_is_lost(chromium: Browser, online: StoppableSite, site: Flask, tmp_path: Path) -> None:
    before = len(attempts(site))
    with killable(chromium, tmp_path) as (context, process):
        keep_course(open_phone_page(context, online.address))
        online.stop()
        page = open_module(context, online.address, first_module(site))
        read_to_first_question(page)
        answer_first(page)
        expect(page.locator("#platform")).to_contain_text("attendent", timeout=SLOW_MS)
        kill(process)
    online.start()
    with killable(chromium, tmp_path) as (context, _process):
        hub = open_phone_page(context, online.address)
        expect(hub.locator("#sent")).to_be_visible(timeout=SLOW_MS)
        assert waiting(hub) == 0
    assert len(attempts(site)) == before + 1
    assert attempts(site)[-1][0] == "guest", "her session ended with the browser; her ticket spoke for her"


def test_another_account_sends_nothing_of_hers_and_a_sign_out_asks(phone: BrowserContext, online: StoppableSite, site: Flask) -> None:
    hers, other = add_person(site, "patient", "ines"), add_person(site, "patient", "paul")
    sign_in(phone, online.address, "ines", PASSPHRASE)
    keep_course(open_phone_page(phone, online.address))
    go_offline(phone, online)
    page = open_module(phone, online.address, first_module(site))
    read_to_first_question(page)
    answer_first(page)
    expect(page.locator("#platform")).to_contain_text("attendent", timeout=SLOW_MS)
    page.close()
    come_back(phone, online)
    phone.clear_cookies(name="hlm")  # her session is over, as after twelve hours
    sign_in(phone, online.address, "paul", PASSPHRASE)
    hub = open_phone_page(phone, online.address)
    expect(hub.locator("#others")).to_be_visible(timeout=SLOW_MS)
    assert {str(other.pseudonym), str(hers.pseudonym)} & {uuid for _role, uuid in attempts(site)} == set()
    his = open_module(phone, online.address, first_module(site))
    assert his.locator("#place").inner_text().startswith("Écran 1"), "her place is not his"
    his.goto(f"{online.address}/fr/compte")
    his.locator('form[action$="/deconnexion"] button').click()
    expect(his.locator("#leave")).to_be_visible(timeout=SLOW_MS)
    his.locator("#leave-course").check()
    his.locator("#leave-yes").click()
    his.wait_for_url(f"{online.address}/fr/", timeout=SLOW_MS)
    hub = open_phone_page(phone, online.address)
    assert waiting(hub) == 0
    assert hub.evaluate("caches.keys().then((all) => all.filter((one) => one.startsWith('course-')))") == []
    assert hub.evaluate("Offline.all('states')") == []


def test_after_its_date_the_detail_goes_and_the_numbers_stay(phone: BrowserContext, online: StoppableSite, site: Flask) -> None:
    hub = open_phone_page(phone, online.address)
    keep_course(hub)
    hub.goto(f"{online.address}/fr/vrai-probleme")
    hub.locator("main summary").first.click()
    hub.locator("#day").fill("01 98 76 54 32")
    hub.locator('button[value="keep"]').click()
    go_offline(phone, online)
    phone.clock.set_fixed_time("2029-06-01T10:00:00")
    fever = phone.new_page()
    for path in ("fievre", "vrai-probleme", "quand-j-appelle"):
        fever.goto(f"{online.address}/fr/{path}")
        expect(fever.locator("#copy-over")).to_be_visible()
        assert fever.locator("[data-until]:visible").count() == 0, path
        dials = set(
            fever.locator("a[href^='tel:']:visible, a[href^='sms:']:visible").evaluate_all(
                "(all) => all.map((one) => one.getAttribute('href'))"
            )
        )
        assert {"tel:0198765432", "tel:15", "tel:112", "sms:114", "tel:3114"} <= dials, path
        words = fever.locator("main").inner_text()
        assert "Dans le doute, j’appelle." in words
        assert "38" not in words, f"{path}: a threshold past its date"
    module = phone.new_page()
    module.goto(f"{online.address}/fr/hors-connexion/cours/{COURSE}/{first_module(site)}")
    expect(module.locator("#copy-over")).to_be_visible()
    assert module.locator("#steps:visible").count() == 0
    assert module.locator("a[href='tel:15']:visible").count() > 0
    phone.clock.set_fixed_time("2020-01-01T10:00:00")
    fever.goto(f"{online.address}/fr/fievre")
    expect(fever.locator("#copy-clock")).to_be_visible()
    assert fever.locator("article[data-until]:visible").count() == 1, "a clock that lags says nothing of what expired"


def test_in_flight_mode_what_to_do_for_a_fever_is_two_taps_from_the_start_of_the_application(
    phone: BrowserContext, online: StoppableSite
) -> None:
    hub = open_phone_page(phone, online.address)
    begin = hub.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((one) => one.json()).then((one) => one.start_url)")
    hub.wait_for_function("async () => Boolean(await (await caches.open('safety-fr')).match('/offline-filled'))", timeout=SLOW_MS)
    go_offline(phone, online)
    page = phone.new_page()
    page.goto(f"{online.address}{begin}")
    taps = 0
    while taps < 2 and "38" not in page.locator("main").inner_text():
        page.locator('main a[href="/fr/fievre"]').first.click()
        page.wait_for_url("**/fr/fievre")
        taps += 1
    assert 1 <= taps <= 2
    expect(page.locator("#copy-note")).to_be_visible()
    assert "j’appelle" in page.locator("main").inner_text().lower()


def test_a_full_phone_keeps_nothing_of_a_course_and_says_so(phone: BrowserContext, online: StoppableSite) -> None:
    hub = open_phone_page(phone, online.address)
    session = phone.new_cdp_session(hub)
    used = hub.evaluate("navigator.storage.estimate().then((one) => one.usage)")
    session.send("Storage.overrideQuotaForOrigin", {"origin": online.address, "quotaSize": used + 20_000})
    row = hub.locator(f'[data-course="{COURSE}"]')
    row.locator("[data-keep]").click()
    expect(row.locator("[data-status]")).to_contain_text("assez de place", timeout=2 * SLOW_MS)
    assert hub.evaluate("caches.keys().then((all) => all.filter((one) => one.startsWith('course-')))") == []
    expect(row.locator("[data-keep]")).to_be_visible()


def test_a_browser_that_keeps_nothing_is_told_so_and_reads_on(
    chromium: Browser, online: StoppableSite, site: Flask, tmp_path: Path
) -> None:
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text('{"profile": {"default_content_setting_values": {"cookies": 2}}}')
    with killable(chromium, tmp_path) as (context, _process):
        hub = context.new_page()
        hub.goto(f"{online.address}/fr/hors-connexion", timeout=SLOW_MS)
        expect(hub.locator("#denied")).to_be_visible(timeout=SLOW_MS)
        assert hub.locator("main .cards a").count() == 3
        page = open_module(context, online.address, first_module(site))
        expect(page.locator("#platform")).to_contain_text("aucune réponse", timeout=SLOW_MS)
        read_to_first_question(page)
        answer_first(page)


def test_a_new_version_is_offered_and_taken_with_one_reload(phone: BrowserContext, online: StoppableSite, site: Flask) -> None:
    hub = open_phone_page(phone, online.address)
    expect(hub.locator("#new-version")).to_be_hidden()
    hub.reload()
    assert hub.evaluate("navigator.serviceWorker.controller !== null")
    assets: Any = site_of(site).assets
    old = assets["offline.css"]
    assets["offline.css"] = type(old)(old.body + b"/* new */", {}, old.kind, "0123456789ab")
    try:
        loads: list[str] = []
        hub.on("load", lambda page: loads.append(page.url))
        hub.reload()
        expect(hub.locator("#new-version")).to_be_visible(timeout=SLOW_MS)
        loads.clear()
        hub.locator("#take-version").click()
        for _ in range(200):
            if loads:
                break
            hub.wait_for_timeout(100)
        hub.wait_for_timeout(2000)
        assert len(loads) == 1
        expect(hub.locator("#new-version")).to_be_hidden()
        assert hub.locator('link[href*="0123456789ab"]').count() == 1
    finally:
        assets["offline.css"] = old


def test_everything_is_taken_away(phone: BrowserContext, online: StoppableSite) -> None:
    hub = open_phone_page(phone, online.address)
    keep_course(hub)
    hub.locator("#remove").click()
    hub.locator("#remove-yes").click()
    expect(hub.locator("#removed")).to_be_visible(timeout=SLOW_MS)
    assert hub.evaluate("caches.keys()") == []
    assert hub.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert hub.evaluate("Offline.all('courses')") == []


def test_the_site_can_be_installed(phone: BrowserContext, online: StoppableSite) -> None:
    page = phone.new_page()
    page.goto(f"{online.address}/fr/hors-connexion", timeout=SLOW_MS)
    session = phone.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    reasons = {one["errorId"] for one in session.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert reasons <= {"in-incognito"}, "the context of a test is a private window"
