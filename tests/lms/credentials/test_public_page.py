"""Anybody with a code reads what is printed; whoever has none finds nothing."""

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from award_site import PASSED_AT, change, issued, pharmacist
from flask import Flask
from lms_cast import PASSPHRASE, Person
from pypdf import PdfReader
from sqlalchemy import delete

from lms.accounts.models import GuessCount
from lms.credentials import codes, validity
from lms.credentials.models import Attestation
from lms.web.database.extensions import db
from lms.web.database.writing import submit

UNKNOWN = "Aucune attestation ne porte ce code"
NOT_FACTS = ("décernée", "awarded", "Pour la vérifier", "To check it", "La page publique", "The public page", "encore", "still", "holds")
"""How lines of the paper begin that say how to check it."""


@pytest.fixture(autouse=True)
def forget_guesses(site: Flask) -> None:
    with site.app_context():
        submit(lambda work: work.execute(delete(GuessCount)))


@pytest.fixture(autouse=True)
def on_a_fixed_day() -> object:
    with time_machine.travel(PASSED_AT + timedelta(days=2), tick=True):
        yield


@pytest.fixture
def claire(site: Flask) -> Person:
    return pharmacist(site)


@pytest.fixture
def paper(site: Flask, claire: Person) -> Attestation:
    return issued(site, claire)


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def verified(guest: Person, code: str) -> str:
    answer = guest.get(f"/fr/verifier/{code}")
    assert answer.status_code == 200
    return words(answer.text)


def test_it_shows_all_that_is_printed_in_both_languages(guest: Person, claire: Person, paper: Attestation) -> None:
    for pdf_at, page_at in (("/fr/mes-attestations", "/fr/verifier"), ("/en/my-attestations", "/en/verify")):
        raw = claire.get(f"{pdf_at}/{paper.uuid}/pdf")
        assert raw.mimetype == "application/pdf"
        (sheet,) = PdfReader(BytesIO(raw.data)).pages
        page = words(guest.get(f"{page_at}/{codes.grouped(paper.code)}").text)
        printed = [line.strip("•, ") for line in sheet.extract_text().replace("\u00a0", " ").splitlines()]
        assert len([line for line in printed if line]) > 12
        for line in printed:
            missing = [part for part in re.split(r"[^\w’-]+", line) if part and part not in page]
            assert not missing or "verify/" in line or line.startswith(NOT_FACTS), (line, missing)


def test_a_scanned_code_opens_in_the_readers_language_without_signing_in(site: Flask, paper: Attestation) -> None:
    for asked, at in (("fr-FR,fr;q=0.9", "/fr/verifier/"), ("en-GB", "/en/verify/"), ("de", "/fr/verifier/")):
        answer = site.test_client().get(f"/verify/{codes.grouped(paper.code)}", headers={"Accept-Language": asked})
        assert (answer.status_code, answer.headers["Location"]) == (302, at + codes.grouped(paper.code))
        page = site.test_client().get(answer.headers["Location"])
        assert page.status_code == 200
        assert "Claire Martin" in page.text


def test_no_cache_and_no_search_engine_keeps_it(guest: Person, paper: Attestation) -> None:
    for path in (f"/verify/{paper.code}", f"/fr/verifier/{paper.code}", "/fr/verifier", "/verify", f"/en/verify/{codes.draw_code()}"):
        answer = guest.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "noindex" in answer.headers["X-Robots-Tag"], path


def test_slips_of_reading_are_understood_and_typing_mistakes_told(guest: Person, paper: Attestation) -> None:
    assert "Claire Martin" in verified(guest, f"  {paper.code.lower()[:8]} {paper.code[8:]} ".replace("0", "o"))
    wrong = ("A" if paper.code[0] != "A" else "B") + paper.code[1:]
    answer = guest.get(f"/fr/verifier/{wrong}")
    assert answer.status_code == 404
    assert "Ce code est mal recopié" in answer.text
    assert "Claire" not in answer.text


def test_empty_null_neighbouring_and_foreign_codes_find_nothing(guest: Person, paper: Attestation) -> None:
    near = paper.code[:14] + codes.SIGNS[(codes.SIGNS.index(paper.code[14]) + 1) % 32]
    neighbour = near + codes.check_sign(near)
    tried = [
        neighbour,
        "null",
        "None",
        "undefined",
        "0",
        "-",
        "%20",
        "%00",
        "..%2F",
        "A" * 4000,
        codes.draw_code(),
        str(paper.id),
        str(paper.uuid),
    ]
    for code in tried:
        answer = guest.get(f"/fr/verifier/{code}")
        assert answer.status_code == 404, code
        assert "Claire" not in answer.text
    assert guest.get("/fr/verifier?code=").status_code == 200
    assert UNKNOWN in guest.get(f"/fr/verifier/{neighbour}").text


def test_a_form_leads_to_the_page_of_the_code(guest: Person, paper: Attestation) -> None:
    answer = guest.get(f"/fr/verifier?code={codes.grouped(paper.code)}")
    assert answer.headers["Location"].endswith(f"/fr/verifier/{codes.grouped(paper.code)}")
    assert guest.get("/en/verify?code=../../x").status_code == 302


def test_before_she_confirmed_her_name_the_code_finds_nothing(site: Flask, guest: Person, paper: Attestation) -> None:
    change(site, paper.id, released_at=None)
    assert UNKNOWN in guest.get(f"/fr/verifier/{paper.code}").text


def test_expired_keeps_its_facts_and_its_day(guest: Person, paper: Attestation) -> None:
    assert paper.expires_at
    with time_machine.travel(paper.expires_at - timedelta(seconds=30)):
        assert "Cette attestation est valide" in verified(guest, paper.code)
    with time_machine.travel(paper.expires_at):
        page = verified(guest, paper.code)
    assert "Cette attestation a expiré" in page
    assert "Elle était valide jusqu’au 20 novembre 2029" in page
    assert "Claire Martin" in page


def test_one_that_never_expires_opens(site: Flask, guest: Person, claire: Person, paper: Attestation) -> None:
    change(site, paper.id, expires_at=None)
    assert "sans fin" in verified(guest, paper.code)
    assert claire.get(f"/fr/mes-attestations/{paper.uuid}").status_code == 200
    assert claire.get(f"/fr/mes-attestations/{paper.uuid}/pdf").mimetype == "application/pdf"


def test_no_longer_valid_tells_a_stranger_neither_name_nor_reason_nor_kind(site: Flask, guest: Person, paper: Attestation) -> None:
    change(site, paper.id, revoked_at=PASSED_AT + timedelta(days=1))
    page = verified(guest, paper.code)
    assert "Cette attestation n’est plus valide" in page
    assert "depuis le 21 novembre 2026" in page
    assert "Claire" not in page
    assert "pharmac" not in page.lower()


def test_superseded_leads_to_nothing_personal(site: Flask, guest: Person, paper: Attestation) -> None:
    change(site, paper.id, superseded_at=PASSED_AT + timedelta(days=1))
    page = verified(guest, paper.code)
    assert "Une attestation plus récente a remplacé celle-ci" in page
    assert "Claire" not in page


def test_after_erasure_the_page_says_what_the_policy_says(site: Flask, guest: Person, claire: Person, paper: Attestation) -> None:
    assert claire.post("/fr/compte/effacer", passphrase=PASSPHRASE).status_code == 303
    with site.app_context():
        assert db.session.get(Attestation, paper.id) is None
    page = verified(guest, paper.code)
    assert "On ne sait plus rien de cette attestation" in page
    assert "Cela ne dit rien contre qui la montre" in page
    assert "Claire" not in page


def test_guessing_is_slowed_down_and_copying_wrongly_is_not_counted(site: Flask, guest: Person, paper: Attestation) -> None:
    wrong = ("A" if paper.code[0] != "A" else "B") + paper.code[1:]
    for _ in range(70):
        assert guest.get(f"/fr/verifier/{wrong}").status_code == 404
    statuses = [guest.get(f"/fr/verifier/{codes.draw_code()}").status_code for _ in range(64)]
    assert statuses[:61] == [404] * 61
    assert 429 in statuses
    assert guest.get(f"/fr/verifier/{paper.code}").status_code == 429, "else a guesser would see his hit through the brake"
    with time_machine.travel(PASSED_AT + timedelta(days=2, hours=5)):
        assert "Claire Martin" in verified(guest, paper.code)


def test_a_foreign_host_changes_no_link_and_no_square(site: Flask, claire: Person, paper: Attestation) -> None:
    usual = claire.get(f"/fr/mes-attestations/{paper.uuid}/pdf").data
    answer = claire.get(f"/fr/mes-attestations/{paper.uuid}/pdf", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.data == usual
    text = PdfReader(BytesIO(usual)).pages[0].extract_text()
    assert f"http://127.0.0.1:8000/verify/{codes.grouped(paper.code)}" in text.replace("\n", "")


def test_a_demonstration_says_so_on_page_and_paper(guest: Person, claire: Person, paper: Attestation) -> None:
    assert "Démonstration, sans valeur" in verified(guest, paper.code)
    assert (
        "Démonstration, sans valeur"
        in PdfReader(BytesIO(claire.get(f"/fr/mes-attestations/{paper.uuid}/pdf").data)).pages[0].extract_text()
    )
    for path in ("/fr/mes-attestations", f"/fr/mes-attestations/{paper.uuid}"):
        assert "Démonstration, sans valeur" in claire.get(path).text
    assert "Demonstration, without value" in guest.get(f"/en/verify/{codes.draw_code()}").text


def test_a_deleted_course_leaves_the_page_and_the_paper(site: Flask, guest: Person, claire: Person, paper: Attestation) -> None:
    change(site, paper.id, course="gone-for-years")
    assert "Claire Martin" in verified(guest, paper.code)
    assert claire.get(f"/fr/mes-attestations/{paper.uuid}/pdf").mimetype == "application/pdf"
    assert validity.state_of(paper, PASSED_AT) == "valid"
