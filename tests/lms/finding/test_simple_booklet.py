"""The simple version on paper: from its own page, and only where there is one."""

import pypdfium2
from flask import Flask
from lms_cast import Person

SIMPLE = {"fr": "/fr/cours/patient-essentials/fever/simple", "en": "/en/courses/patient-essentials/fever/simple"}


def words_of(raw: bytes) -> str:
    paper = pypdfium2.PdfDocument(raw)
    try:
        return " ".join("".join(page.get_textpage().get_text_range() for page in paper).split())
    finally:
        paper.close()


def test_the_simple_version_is_printed_from_its_page(site: Flask, guest: Person) -> None:
    page = guest.get(SIMPLE["en"]).text
    assert 'booklet.pdf?text=simple"' in page
    assert "print=large" in page
    simple = words_of(guest.get("/en/courses/patient-essentials/fever/booklet.pdf?text=simple").data)
    full = words_of(guest.get("/en/courses/patient-essentials/fever/booklet.pdf").data)
    assert "Simple version, not tested" in simple
    assert "Simple version, not tested" not in full
    large = guest.get("/en/courses/patient-essentials/fever/booklet.pdf?text=simple&print=large")
    assert "fever-en-simple-large.pdf" in large.headers["Content-Disposition"]


def test_a_module_without_one_is_printed_whole(site: Flask, guest: Person) -> None:
    answer = guest.get("/en/courses/pharmacists/at-the-counter/booklet.pdf?text=simple")
    assert answer.status_code == 200
    assert "at-the-counter-en-a4.pdf" in answer.headers["Content-Disposition"]
