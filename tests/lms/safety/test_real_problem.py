"""The real-problem page: first everywhere, numbers that stay on the device, nothing kept and nothing logged."""

import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.safety.team_numbers import COOKIE

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


def test_the_device_sends_them_to_these_two_pages_alone(guest: FlaskClient) -> None:
    answer = guest.post("/fr/vrai-probleme/numeros", data={"day": DAY, "night": "", "do": "keep"})
    cookies = [header for header in answer.headers.getlist("Set-Cookie") if header.startswith(COOKIE)]
    assert sorted(re.findall(r"Path=([^;]+)", " ".join(cookies))) == ["/en/real-problem", "/fr/vrai-probleme"]
    assert all("HttpOnly" in cookie and "SameSite=Strict" in cookie for cookie in cookies)
    assert guest.get_cookie(COOKIE, path="/fr/") is None


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
    data: Path = site.extensions["settings"].data
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
