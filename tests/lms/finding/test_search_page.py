"""The search page: numbers before anything, no dead end, and no typed word anywhere but in the page itself."""

import re

import pytest
from flask import Flask
from lms_cast import MakePerson, Person

ADDRESSES = {"fr": "/fr/chercher", "en": "/en/search"}
QUERIES = ("", "fievre", "fever", "je veux mourir", "i want to die", "zzqxwv", "zxqwv<script>", "?!")


def fixed_part(page: str) -> str:
    found = re.search(r'<div class="callout care" id="help-now">.*?</div>', page, re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_same_numbers_stand_above_everything_whatever_is_typed_and_whoever_types(
    guest: Person, make_person: MakePerson, language: str
) -> None:
    at = ADDRESSES[language]
    readers = [guest, *(make_person(role) for role in ("patient", "caregiver", "pharmacist", "gp", "educator"))]
    pages = [guest.get(at).text]
    pages += [reader.post(at, q=query).text for reader in readers for query in QUERIES]
    parts = {fixed_part(page) for page in pages}
    assert len(parts) == 1
    (part,) = parts
    for address in ("tel:15", "tel:112", "sms:114", "tel:3114"):
        assert f'href="{address}"' in part
    assert {"fr": "/fr/vrai-probleme", "en": "/en/real-problem"}[language] in part
    assert {"fr": "/fr/quand-j-appelle", "en": "/en/when-i-call"}[language] in part
    assert all(page.index('id="help-now"') < page.index('name="q"') for page in pages)


@pytest.mark.parametrize("language", ADDRESSES)
def test_a_page_without_result_offers_four_ways_and_near_words(guest: Person, language: str) -> None:
    page = guest.post(ADDRESSES[language], q="zzqxwv").text
    ways = {
        "fr": ("/fr/fievre", "/fr/vrai-probleme", "/fr/cours", "/fr/jouer"),
        "en": ("/en/fever", "/en/real-problem", "/en/courses", "/en/play"),
    }
    main = page[page.index("<main") : page.index("</main>")]
    for way in ways[language]:
        assert f'class="card" href="{way}"' in main
    assert "zzqxwv" not in main.replace('value="zzqxwv"', "")


def test_words_come_in_the_body_alone_and_stay_out_of_address_title_and_caches(guest: Person) -> None:
    page = guest.post("/fr/chercher", q="canaryword fievre")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.text.count("canaryword") == 1  # in the field, to be put right
    assert 'method="get"' not in page.text
    assert 'method="get"' not in guest.get("/fr").text
    form = guest.client.post("/fr/chercher", data={"q": "fievre"})
    assert form.status_code == 400


def test_words_in_an_old_address_are_left_unread(guest: Person) -> None:
    page = guest.get("/fr/chercher?q=canaryword")
    assert page.status_code == 200
    assert "canaryword" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_snippets_hold_no_markup_and_mark_the_word(site: Flask, educator: Person) -> None:
    for at in ADDRESSES.values():
        for query in ("fievre", "fever", "chimio", "15", "capecitabine", "thermometre", "call", "bouche"):
            page = educator.post(at, q=query).text
            main = page[page.index("<main") : page.index("</main>")]
            assert not re.search(r"\[@|\{\{|\*\*|\{\w+\}|\[\^", main)
    assert "<mark>" in guest_page(site)


def guest_page(site: Flask) -> str:
    return Person(site, None).post("/fr/chercher", q="thermometre").text


def test_situations_are_found_where_their_page_may_be_opened(guest: Person, educator: Person) -> None:
    assert "/fr/jouer/situations/train-calf" not in guest.post("/fr/chercher", q="mollet").text
    assert "/fr/jouer/situations/train-calf" in educator.post("/fr/chercher", q="mollet").text


def test_no_result_says_how_urgent_it_is(guest: Person) -> None:
    page = guest.post("/fr/chercher", q="mollet").text
    main = page[page.index('<ol class="cards one">') : page.index("</main>")]
    assert "Le mollet" in main
    assert "tout de suite" not in main.split("Une ligne de la fiche")[0]
