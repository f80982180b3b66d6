"""Her own pages: the name she types, what is refused and how, the paper, and nobody else's."""

import re
import unicodedata
from datetime import timedelta
from io import BytesIO

import pytest
from award_site import attestation_of, award, change, issued, pharmacist
from flask import Flask
from lms_cast import MakePerson, Person, add_person
from pypdf import PdfReader

from lms.credentials import printed_names
from lms.credentials.models import Attestation

REFUSED = {
    "": "Le nom manque",
    "   ": "Le nom manque",
    "claire@example.org": "Ceci est une adresse",
    "=cmd|'/C calc'!A0": "Un signe de ce nom ne s’imprime pas : =",
    "+33 6": "ne s’imprime pas : +",
    "@SUM(1)": "Ceci est une adresse",
    "Claire \U0001f600": "ne s’imprime pas : \U0001f600",
    "Cl\u202eaire": "ne s’imprime pas : U+202E",
    "Cl\u200baire": "ne s’imprime pas : U+200B",
    "Cl\x07aire": "ne s’imprime pas : U+0007",
    "Claire\nMartin": "ne s’imprime pas : U+000A",
    "Jean 2": "ne s’imprime pas : 2",
    "李明": "n’a pas les lettres de cette écriture",
    "W" * 200: "trop long",
    ("Marie " * 40).strip(): "trop long",
    "E" + "\u0301" * 9: "ne s’imprime pas",
}
PRINTED = (
    "Claire Martin",
    "Élodie d’Ûlm-Ça",
    "محمد الأمين",
    "Nguyễn Thị Ánh",
    "Łukasz Żółć",
    "Γιώργος",
    "Юлия",
    "O'Neil, Jr. (Dr.)",
    "W" * 40,
    "W " * 59 + "W",
)


@pytest.fixture
def claire(site: Flask) -> Person:
    return pharmacist(site)


@pytest.fixture
def ready(site: Flask, claire: Person) -> Attestation:
    return attestation_of(site, award(site, claire))


def test_each_name_that_could_mislead_or_not_print_is_refused_with_a_sentence(site: Flask, claire: Person, ready: Attestation) -> None:
    for typed, sentence in REFUSED.items():
        answer = claire.post(f"/fr/mes-attestations/{ready.uuid}/nom", name=typed)
        assert answer.status_code == 422, typed
        assert sentence in answer.get_data(as_text=True).replace("\u00a0", " ").replace("&#39;", "'"), typed
    assert attestation_of(site, ready.id).name is None


@pytest.mark.parametrize("name", PRINTED)
def test_names_of_many_writings_print_whole_on_one_page(site: Flask, name: str) -> None:
    claire = pharmacist(site)
    row = issued(site, claire, name=name)
    assert row.name == printed_names.normalise(name)
    sheet = PdfReader(BytesIO(claire.get(f"/fr/mes-attestations/{row.uuid}/pdf").data))
    assert len(sheet.pages) == 1
    text = sheet.pages[0].extract_text()
    assert "?" not in text
    if "ARABIC" not in unicodedata.name(name[0]):  # its letters come out of the file joined, in the order of their shapes
        assert without_repeats(row.name) in without_repeats(text), text


def without_repeats(text: str) -> str:
    """Letters in their order, each run of one once: a letter drawn in two pieces may be read out twice."""
    return re.sub(r"(.)\1+", r"\1", "".join(text.split()))


def test_until_the_name_is_confirmed_there_is_no_paper_and_it_can_be_corrected(site: Flask, claire: Person, ready: Attestation) -> None:
    at = f"/fr/mes-attestations/{ready.uuid}"
    assert claire.get(f"{at}/pdf").status_code == 302
    assert claire.post(f"{at}/delivrer", name="").status_code == 409, "no name is typed: no sign-in name and no address instead"
    claire.post(f"{at}/nom", name="Clair Martin")
    assert "Clair Martin" in claire.get(at).text
    claire.post(f"{at}/nom", name="Claire Martin")
    assert claire.post(f"{at}/delivrer", name="Clair Martin").status_code == 409, "what an older tab showed is not what is kept"
    assert claire.get(f"{at}/pdf").status_code == 302
    assert claire.post(f"{at}/delivrer", name="Claire Martin").status_code == 303
    assert claire.get(f"{at}/pdf").mimetype == "application/pdf"
    assert claire.post(f"{at}/nom", name="Somebody Else").status_code == 409
    assert attestation_of(site, ready.id).name == "Claire Martin"


def test_no_name_ever_means_neither_sign_in_name_nor_address(site: Flask) -> None:
    person = add_person(site, "pharmacist", "zqsecretname", email="zqsecret@example.org")
    row = attestation_of(site, award(site, person))
    for path in ("/fr/mes-attestations", f"/fr/mes-attestations/{row.uuid}"):
        assert "zqsecret" not in person.get(path).text
    issued_row = issued(site, pharmacist(site))
    assert b"@example" not in pharmacist(site).get(f"/fr/mes-attestations/{issued_row.uuid}/pdf").data


def test_the_paper_is_tagged_dated_by_its_issue_and_the_same_each_time(site: Flask, claire: Person) -> None:
    row = issued(site, claire)
    first, again = (claire.get(f"/en/my-attestations/{row.uuid}/pdf").data for _ in range(2))
    assert first == again
    sheet = PdfReader(BytesIO(first))
    assert sheet.metadata is not None
    assert sheet.metadata.creation_date == row.issued_at.replace(microsecond=0)
    assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in first
    assert sheet.trailer["/Root"]["/Lang"] == "en"
    text = " ".join(sheet.pages[0].extract_text().split())
    for words in (
        "Claire Martin",
        "pharmacist (declared, not verified)",
        "20 November 2026",
        "20 November 2029",
        "1 h 50",
        "active time, measured page by page, pauses left out",
        "Online test, without supervision.",
        "It counts neither as DPC nor as certification périodique.",
        "Objectives assessed",
    ):
        assert words in text, words


def test_nobody_opens_another_persons(site: Flask, make_person: MakePerson, claire: Person) -> None:
    row = issued(site, claire)
    for stranger in (pharmacist(site), make_person("gp")):
        for path in ("", "/pdf"):
            assert stranger.get(f"/fr/mes-attestations/{row.uuid}{path}").status_code == 404
        for path in ("/nom", "/delivrer"):
            assert stranger.post(f"/fr/mes-attestations/{row.uuid}{path}", name="Claire Martin").status_code == 404
    for role in ("patient", "caregiver", "educator", "admin"):
        assert make_person(role).get("/fr/mes-attestations").status_code == 403


def test_withdrawn_or_replaced_gives_no_paper_and_says_so_on_her_page(site: Flask, claire: Person) -> None:
    for field, words in (("revoked_at", "Retirée"), ("superseded_at", "Remplacée par une plus récente")):
        row = issued(site, pharmacist(site) if field == "superseded_at" else claire)
        owner = claire if field == "revoked_at" else None
        change(site, row.id, **{field: row.issued_at + timedelta(days=1)})
        if owner is not None:
            assert owner.get(f"/fr/mes-attestations/{row.uuid}/pdf").status_code == 302
            assert words in owner.get(f"/fr/mes-attestations/{row.uuid}").text
            assert words in owner.get("/fr/mes-attestations").text


def test_ten_minutes_print_ten_minutes(site: Flask, claire: Person) -> None:
    row = issued(site, claire, minutes=10, measure="planned")
    page = claire.get(f"/fr/mes-attestations/{row.uuid}").text
    assert "10\u00a0min" in page
    assert "durée annoncée par le cours, non mesurée" in page


def test_her_next_attestation_brings_the_name_she_typed_and_asks_again(site: Flask, claire: Person) -> None:
    first = issued(site, claire)
    change(site, first.id, course="another-course")
    with_name = attestation_of(site, first.id)
    assert with_name.name == "Claire Martin"
