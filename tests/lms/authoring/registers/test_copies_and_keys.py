"""A source, an objective or a word of the glossary begun as a copy of another; a word of the glossary gets another key."""

import html
import re

import pytest
from flask import Flask
from sent_forms import form_with
from writers import Writer

from courses.authoring.registers import shared_files
from lms.web.current_site import site_of


def own_text(site: Flask, path: str) -> str:
    return (site_of(site).settings.shown_content / path).read_bytes().decode()


@pytest.mark.parametrize(
    ("register", "key", "box"), [("sources", "inca-carers", "title"), ("objectives", "K02", "fr"), ("glossary", "fever", "say_fr")]
)
def test_a_copy_holds_every_value_and_asks_for_a_key(claire: Writer, register: str, key: str, box: str) -> None:
    address = f"/en/writing/registers/{register}/entry"
    original, copy = (form_with(claire.person.get(f"{address}?{name}={key}").text, box) for name in ("key", "like"))
    theirs, hers = original.data(do="save"), copy.data(do="save")
    assert hers["at"] == [""]
    assert hers["key"] == [""]
    assert {name: value for name, value in hers.items() if name not in ("at", "base", "key")} == {
        name: value for name, value in theirs.items() if name not in ("at", "base")
    }
    assert f"like={key}" in claire.person.get(f"{address}?key={key}").text
    assert claire.person.get(f"{address}?like=nobody-knows").status_code == 404


def test_a_copied_source_asks_for_the_address_of_the_other_document(claire: Writer) -> None:
    address = "/en/writing/registers/sources/entry"
    data = form_with(claire.person.get(f"{address}?like=inca-carers").text, "title").data(do="save")
    answer = claire.person.post(address, **{**data, "key": "inca-carers-2"})
    assert answer.status_code == 422
    assert "This document is there already" in html.unescape(answer.text)
    fine = claire.person.post(address, **{**data, "key": "inca-carers-2", "url": "https://example.org/guides/another"})
    assert fine.status_code == 303


def test_a_word_of_the_glossary_gets_another_key_with_its_concept_of_the_search_and_no_symptom(desk_site: Flask, claire: Writer) -> None:
    paths = (shared_files.REGISTERS["glossary"], "_structure/search.yml")
    words, search = (own_text(desk_site, path) for path in paths)
    page = claire.person.get("/en/writing/links?kind=glossary&key=fever").text
    places = re.search(r'name="places" value="(\d+)"', page)
    assert places
    answer = claire.person.post("/en/writing/rename", kind="glossary", key="fever", module="", places=places[1], new_key="high-warmth")
    assert answer.status_code == 303, html.unescape(answer.text)
    assert own_text(desk_site, paths[0]) == words.replace("\nfever:", "\nhigh-warmth:")
    assert own_text(desk_site, paths[1]) == search.replace("concepts:\n  fever:", "concepts:\n  high-warmth:")
    taken = claire.person.post("/en/writing/rename", kind="glossary", key="high-warmth", module="", places=places[1], new_key="shivers")
    assert taken.status_code == 422
