"""The real-problem page: first everywhere, numbers that stay on the device, nothing kept and nothing logged."""

import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.safety.team_numbers import COOKIE
from lms.web.current_site import site_of

DAY, NIGHT = "01 98 76 54 32", "+33 6 12 34 56 78"
PAGES = ("/fr/vrai-probleme", "/en/real-problem")


def links(page: str) -> list[str]:
    return re.findall(r'href="((?:tel|sms):[^"]+)"', page)


@pytest.mark.parametrize("address", PAGES)
def test_it_gives_the_emergency_numbers_as_links(guest: FlaskClient, address: str) -> None:
    found = links(guest.get(address).text)
    assert {"tel:15", "tel:112", "sms:114", "tel:3114"} <= set(found)


def test_the_teams_numbers_come_before_the_others(make_site) -> None:
    somebody = make_site(team_day=DAY, team_night=NIGHT).test_client()
    for address in PAGES:
        assert links(somebody.get(address).text)[1:4] == ["tel:0198765432", "tel:+33612345678", "tel:15"]


def test_typed_numbers_come_back_from_the_device(guest: FlaskClient) -> None:
    answer = guest.post("/fr/vrai-probleme/numeros", data={"day": DAY, "night": NIGHT, "do": "keep"})
    assert answer.status_code == 303
    for address in PAGES:
        assert "tel:0198765432" in guest.get(address).text
        assert "tel:+33612345678" in guest.get(address).text


def test_the_device_sends_them_to_the_real_problem_and_fever_pages_alone(guest: FlaskClient) -> None:
    answer = guest.post("/fr/vrai-probleme/numeros", data={"day": DAY, "night": "", "do": "keep"})
    cookies = [header for header in answer.headers.getlist("Set-Cookie") if header.startswith(COOKIE)]
    found = sorted(re.findall(r"Path=([^;]+)", " ".join(cookies)))
    assert found == ["/en/fever", "/en/real-problem", "/fr/fievre", "/fr/vrai-probleme"]
    assert all("HttpOnly" in cookie and "SameSite=Strict" in cookie for cookie in cookies)
    assert guest.get_cookie(COOKIE, path="/fr/") is None


FEVER_PAGES = {"/fr/fievre": "38,0", "/en/fever": "38.0"}


@pytest.mark.parametrize(("address", "rule"), FEVER_PAGES.items())
def test_the_fever_page_rings_in_one_tap_right_below_its_rule(guest: FlaskClient, address: str, rule: str) -> None:
    page = guest.get(address).text
    main = page[page.index("<main") : page.index("</main>")]
    assert links(main)[:3] == ["tel:15", "tel:112", "sms:114"]
    assert main.index(rule) < main.index('href="tel:15"') < main.index("<article")


def test_the_teams_kept_numbers_come_first_on_the_fever_page(make_site) -> None:
    somebody = make_site(team_day="01 11 11 11 11").test_client()
    for address in FEVER_PAGES:
        assert links(somebody.get(address).text)[0] == "tel:0111111111"
    somebody.post("/fr/vrai-probleme/numeros", data={"day": DAY, "night": NIGHT, "do": "keep"})
    for address in FEVER_PAGES:
        assert links(somebody.get(address).text)[:3] == ["tel:0198765432", "tel:+33612345678", "tel:15"]


@pytest.mark.parametrize(("address", "fever"), [(PAGES[0], "/fr/fievre"), (PAGES[1], "/en/fever")])
def test_the_real_problem_page_names_fever_and_leads_to_it(guest: FlaskClient, address: str, fever: str) -> None:
    page = guest.get(address).text
    main = page[page.index("<main") : page.index("</main>")]
    assert f'href="{fever}"' in main
    assert re.search("fièvre|fever", main)


URGENT = re.compile(r'<div class="callout care".*?</div>', re.DOTALL)


def test_no_emergency_line_of_any_page_holds_a_footnote_and_sources_are_one_link_below(site: Flask, guest: FlaskClient) -> None:
    seen = 0
    catalogue = site_of(site).newest_content.catalogue
    screens = [
        f"/fr/cours/{course.key}/{key}/{number}"
        for course in catalogue.courses.values()
        for key in course.modules
        for number in range(1, len(catalogue.module(key, "fr").screens) + 1)
    ]
    for address in (*FEVER_PAGES, *PAGES, *screens):
        for block in URGENT.findall(guest.get(address).text):
            assert 'class="cite"' not in block, address
            seen += "Sources</a>" in block
    assert seen > 10
    assert re.search(r'href="/fr/sources[^"]*">Sources<', guest.get("/fr/fievre").text)


def test_the_sources_of_a_module_are_a_short_numbered_list_with_a_way_back(guest: FlaskClient) -> None:
    page = guest.get("/fr/sources?module=fever").text
    assert page.count('id="source-') == len(set(re.findall(r'id="(source-[^"]+)"', page))) < 30
    assert 'href="/fr/cours/patient-essentials/fever"' in page
    assert "<strong>1. " in page
    assert guest.get("/fr/sources?module=nothing").text.count('id="source-') == 20, "the first page of the whole list"


def test_they_can_be_erased(guest: FlaskClient) -> None:
    guest.post("/fr/vrai-probleme/numeros", data={"day": DAY, "night": "", "do": "keep"})
    guest.post("/en/real-problem/numbers", data={"day": DAY, "night": "", "do": "forget"})
    for address in PAGES:
        assert "tel:0198765432" not in guest.get(address).text


def test_a_number_that_cannot_be_dialled_is_said_and_stays_typed(guest: FlaskClient) -> None:
    answer = guest.post("/en/real-problem/numbers", data={"day": "call Sophie", "night": "", "do": "keep"})
    assert answer.status_code == 422
    assert "call Sophie" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Set-Cookie" not in answer.headers or COOKIE not in answer.headers["Set-Cookie"]


def test_nothing_of_it_is_kept_on_the_server(site: Flask, guest: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    guest.post("/fr/vrai-probleme/numeros", data={"day": DAY, "night": NIGHT, "do": "keep"})
    guest.post("/fr/vrai-probleme/numeros", data={"day": "0198765432 zzz", "night": NIGHT, "do": "keep"})
    for address in PAGES:
        guest.get(address)
    data: Path = site_of(site).settings.data
    kept = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    for canary in (b"0198765432", b"01 98 76", b"33612345678", b"34 56 78"):
        assert canary not in kept
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "0198765432" not in said
    assert "vrai-probleme" not in said
    assert "real-problem" not in said


@pytest.mark.parametrize("address", ["/fr/", "/en/", "/fr/jouer", "/en/play", "/fr/connexion", "/fr/quand-j-appelle", "/en/nothing-here"])
def test_every_page_leads_to_it(guest: FlaskClient, address: str) -> None:
    page = guest.get(address).text
    header = page[page.index("<header") : page.index("</header>")]
    assert re.search(r'class="sos" href="/(fr/vrai-probleme|en/real-problem)"', header)
