"""A page for each symptom: true to the register, the same for everybody, and no trace of who opened it."""

import html
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy import func, select

from courses.model.symptoms import Symptom
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lrs.storage.tables import statements

FOLDERS = {"fr": "signes", "en": "symptoms"}
BAND_OF = {"emergency": "now15", "now": "now", "today": "today", "next": "note"}
FOOT = {"fr": "Formation ; pas un outil de tri des appels.", "en": "Training material; not a call-triage tool."}


def symptoms_of(site: Flask) -> tuple[Symptom, ...]:
    return site_of(site).newest_content.catalogue.symptoms.symptoms


def main_of(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def plain(markup: str) -> str:
    whole = re.sub(r"</?bdi[^>]*>", "", markup)  # keeps a word on its line, and parts none
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", whole)).replace("\u00a0", " ").replace("\u202f", " ").split())


def bands(page: str) -> dict[str, str]:
    return {band: plain(words) for band, words in re.findall(r'<section class="band (\w+)">(.*?)</section>', page, re.DOTALL)}


def path_of(symptom: Symptom, language: str) -> str:
    return f"/{language}/{FOLDERS[language]}/{symptom.slugs[language]}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sign_stands_in_the_band_of_its_urgency_with_its_treatments(site: Flask, guest: Person, language: str) -> None:
    for symptom in symptoms_of(site):
        page = guest.get(path_of(symptom, language)).text
        read = bands(page)
        for sign in symptom.signs:
            line = plain(sign.words[language])
            holders = [band for band, words in read.items() if line in words]
            assert holders == [BAND_OF[sign.urgency]], (symptom.key, sign.key)
            for name in sign.treatments.get(language, "").split(", "):
                assert plain(name) in read[holders[0]]
        assert list(read) == [band for band in BAND_OF.values() if band in read], "the most urgent first"
        assert FOOT[language] in plain(page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_one_press_from_the_index_which_is_one_from_home_search_and_sheet(site: Flask, guest: Person, language: str) -> None:
    index = guest.get(f"/{language}/{FOLDERS[language]}").text
    for symptom in symptoms_of(site):
        assert f'href="{path_of(symptom, language)}"' in index
    for start in ("/", {"fr": "/quand-j-appelle", "en": "/when-i-call"}[language]):
        assert f'href="/{language}/{FOLDERS[language]}"' in guest.get(f"/{language}{start}").text


def test_the_page_is_the_same_for_everybody_and_at_every_hour(site: Flask, guest: Person, make_person: MakePerson) -> None:
    for symptom in symptoms_of(site)[:6]:
        path = path_of(symptom, "fr")
        first = main_of(guest.get(path).text)
        for role in ("patient", "caregiver", "gp", "pharmacist", "educator"):
            assert main_of(make_person(role).get(path).text) == first
        with time_machine.travel(now() + timedelta(hours=9), tick=False):
            assert main_of(guest.get(path).text) == first


def test_a_visit_leaves_no_statement_no_row_nothing_in_the_session_and_no_word_in_a_log(
    site: Flask, learner: Person, caplog: pytest.LogCaptureFixture
) -> None:
    def rows() -> dict[str, int]:
        with site.app_context():
            counted = {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables}
            return {**counted, "statements": db.session.scalar(select(func.count()).select_from(statements))}

    def session() -> dict[str, object]:
        with learner.client.session_transaction() as held:
            return dict(held)

    learner.get("/fr/qui-sommes-nous")
    before, session_before = rows(), session()
    with caplog.at_level(logging.DEBUG):
        for symptom in symptoms_of(site):
            answer = learner.get(path_of(symptom, "fr"))
            assert answer.status_code == 200
            assert symptom.slugs["fr"] not in caplog.text
    assert (rows(), session()) == (before, session_before)


def test_the_other_language_leads_to_the_same_symptom(site: Flask, guest: Person) -> None:
    for symptom in symptoms_of(site):
        assert f'href="{path_of(symptom, "en")}"' in guest.get(path_of(symptom, "fr")).text
        assert guest.get(path_of(symptom, "en").replace(symptom.slugs["en"], symptom.slugs["fr"])).status_code == 200


@pytest.mark.parametrize("slug", ["nothing", "diarrhee%00", "a" * 500, "..%2f..", "%F0%9F%98%80"])
def test_an_address_that_leads_nowhere_is_not_found(guest: Person, slug: str) -> None:
    assert guest.get(f"/fr/signes/{slug}").status_code in (400, 404)


def test_the_words_of_a_page_are_found_by_the_search(site: Flask, guest: Person) -> None:
    for typed, slug in (("plaie infectée", "plaie-bouton-infecte-dent"), ("vue trouble", "yeux-et-vue"), ("uriner", "uriner")):
        assert f"/fr/signes/{slug}" in guest.post("/fr/chercher", q=typed).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_leads_to_the_scenes_and_cards_of_the_game_that_speak_of_its_sign(site: Flask, guest: Person, language: str) -> None:
    game = site_of(site).newest_content.catalogue.game
    assert game is not None
    linked = 0
    for symptom in symptoms_of(site):
        page = guest.get(f"/{language}/{FOLDERS[language]}/{symptom.slugs[language]}").text
        scenes = re.findall(rf'href="(/{language}/(?:atelier|workshop)/scene/[a-z-]+)"', page)
        assert [path.rpartition("/")[2] for path in scenes] == list(symptom.situations)
        words = plain(main_of(page))
        assert all(game.words[language][f"card.{key}.title"] in html.unescape(page) for key in symptom.cards)
        assert "{" not in words
        for path in scenes:
            answer = guest.get(path, follow_redirects=True)
            assert answer.status_code == 200
            title = html.unescape(re.sub("<[^>]+>", "", game.words[language][f"situation.{path.rpartition('/')[2]}.title"]))
            assert title.split("{")[0] in html.unescape(answer.text)
        linked += len(scenes)
    assert linked >= 20
    assert guest.get(f"/{language}/{'atelier' if language == 'fr' else 'workshop'}/scene/nowhere").status_code == 404
