"""The pages of messages in Chromium, in each of their states: axe finds nothing on any of them."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from lms_cast import Person
from mail_host import TAKEN
from playwright.sync_api import Browser
from post_office import PostOffice, assign, cohort_with, post_office
from test_pages_are_accessible import faults
from test_sitting_in_a_browser import address, context_of, take_picture

__all__ = ["address"]  # the fixture: one server for this file's site

pytestmark = pytest.mark.browser
VIEWS = [("fr", 360, "light"), pytest.param("en", 1280, "dark", marks=pytest.mark.slow)]
OWN = {"fr": "compte/messages", "en": "account/messages"}
RECOVERY = {"fr": "compte/code-de-secours", "en": "account/recovery-code"}
FORGOTTEN = {"fr": "phrase-oubliee/message", "en": "forgotten/message"}
STOP = {"fr": "arreter-messages", "en": "stop-messages"}


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostOffice]:
    with post_office(tmp_path_factory.mktemp("site")) as one:
        yield one


@pytest.fixture(scope="module")
def site(post: PostOffice) -> Flask:
    return post.site


def people_in_each_state(post: PostOffice, lang: str) -> dict[str, Person]:
    """Somebody without an address, waiting, confirmed, stopped, and one whose address bounced."""
    names = {name: f"{name}-{lang}@example.org" for name in ("confirmed", "stopped", "bounced")}
    people = {name: post.person("pharmacist", mail) for name, mail in names.items()} | {"nothing": post.person("patient")}
    people["waiting"] = post.person("caregiver")
    people["waiting"].post(f"/fr/{OWN['fr']}/adresse", address=f"waiting-{lang}@example.org")
    people["stopped"].post(f"/fr/{OWN['fr']}/arreter")
    people["confirmed"].post(f"/fr/{OWN['fr']}/calendrier")
    post.inbox.rcpt = lambda to: "550 5.1.1 No" if to == names["bounced"] else TAKEN
    assign(post, people["bounced"], post.at.date())
    post.turn()
    return people


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "width", "theme"), VIEWS)
def test_each_page_of_messages_is_for_everybody(
    chromium: Browser, post: PostOffice, address: str, lang: str, width: int, theme: str
) -> None:
    people = people_in_each_state(post, lang)
    token, guest = "0" * 32, None
    confirm = {"fr": "adresse", "en": "address"}[lang]
    link = {"fr": "phrase-oubliee/lien", "en": "forgotten/link"}[lang]
    visits = [
        *((person, name, OWN[lang]) for name, person in people.items()),
        (people["nothing"], "recovery", RECOVERY[lang]), (people["nothing"], "recovery-new", f"{RECOVERY[lang]}?new=1"),
        (guest, "ask", FORGOTTEN[lang]), (guest, "stop-address", STOP[lang]), (guest, "stop", f"{STOP[lang]}/{token}"),
        (guest, "confirm", f"{confirm}/{token}"), (guest, "link", f"{link}/{token}"),
    ]  # fmt: skip
    problems, axe = [], Axe()
    for person, name, path in visits:
        context = context_of(chromium, address, person, width, theme)
        page = context.new_page()
        answer = page.goto(f"{address}/{lang}/{path}")
        assert answer is not None
        assert answer.status == 200, (name, answer.status)
        problems += [f"{name} {lang} {width}: {fault}" for fault in faults(page, axe)]
        take_picture(page, f"messages-{lang}-{width}-{name}")
        context.close()
    assert problems == []


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "width", "theme"), VIEWS)
def test_each_answer_of_a_button_is_for_everybody(
    chromium: Browser, post: PostOffice, address: str, lang: str, width: int, theme: str
) -> None:
    """What comes after a press: stopped, refused, a code that is shown once."""
    token, person = "0" * 32, post.person("nurse", f"pressed-{lang}@example.org")
    confirm, link = {"fr": "adresse", "en": "address"}[lang], {"fr": "phrase-oubliee/lien", "en": "forgotten/link"}[lang]
    presses = [
        (None, "stop-over", f"{STOP[lang]}/{token}", 200), (None, "confirm-refused", f"{confirm}/{token}", 422),
        (None, "stop-address-bad", STOP[lang], 422), (None, "ask-bad", FORGOTTEN[lang], 422), (person, "code", RECOVERY[lang], 200),
        (person, "address-again", OWN[lang], 303), (person, "link-refused", f"{link}/{token}", 422),
    ]  # fmt: skip
    problems, axe = [], Axe()
    for who, name, path, status in presses:
        context = context_of(chromium, address, who, width, theme)
        page = context.new_page()
        page.goto(f"{address}/{lang}/{path}")
        with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
            page.locator("main form[method=post] button:not([type=button])").first.click()
        assert posted.value.status == status, name
        page.wait_for_load_state()
        problems += [f"{name} {lang} {width}: {fault}" for fault in faults(page, axe)]
        take_picture(page, f"messages-{lang}-{width}-{name}")
        context.close()
    assert problems == []


def test_staffs_page_is_for_everybody(chromium: Browser, post: PostOffice, address: str) -> None:
    uuid, educator = cohort_with(post, post.person("patient"), post.person("pharmacist"))
    context = context_of(chromium, address, educator, 360, "light")
    page = context.new_page()
    answer = page.goto(f"{address}/fr/cohortes/{uuid}/messages")
    assert answer is not None
    assert answer.status == 200
    assert list(faults(page, Axe())) == []
    take_picture(page, "messages-staff")
    context.close()
