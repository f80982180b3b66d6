"""The rule for a fever stands on the first page of its booklet, on A4 and in large print, as the site sets it."""

import io

import pytest
from flask import Flask
from lms_cast import Person
from pypdf import PdfReader

BOOKLETS = {"fr": "/fr/cours/patient-essentials/fever/livret.pdf", "en": "/en/courses/patient-essentials/fever/booklet.pdf"}
RULES = {"fr": "38,0 °C ou plus", "en": "38.0 °C or more"}


@pytest.mark.parametrize("size", ["", "?print=large"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_rule_for_a_fever_is_on_the_first_page(site: Flask, guest: Person, language: str, size: str) -> None:
    reply = guest.get(f"{BOOKLETS[language]}{size}")
    assert reply.status_code == 200
    first = PdfReader(io.BytesIO(reply.data)).pages[0].extract_text().replace("\u00a0", " ")
    assert RULES[language] in " ".join(first.split())
