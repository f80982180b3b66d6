"""Pages of what is prepared on the device: nothing of it is sent or kept; the guide holds what was ticked, with its sources."""

import logging
import re
from dataclasses import replace

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy import func, select

from courses.model.preparing import Preparing
from lms.preparing.interview_codes import write
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.storage.tables import metadata

DATES, TOPICS, GUIDE = "/fr/selon-mes-dates", "/fr/preparer-mes-entretiens", "/fr/guide-entretien"
SHEETS = "ne remplace ni les fiches de l’Assurance maladie ni le bulletin d’adhésion"


def whole(site: Flask) -> Preparing:
    return site_of(site).newest_content.catalogue.preparing


def main_of(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def n_statements(site: Flask) -> int:
    with site.app_context():
        return db.session.scalar(select(func.count()).select_from(metadata.tables["lrs_statements"])) or 0


@pytest.mark.parametrize("path", [DATES, "/en/by-my-dates", TOPICS, "/en/prepare-my-interviews"])
def test_what_is_dated_or_ticked_stands_in_no_form_and_has_no_name(guest: Person, path: str) -> None:
    """So that no browser sends it, with or without JavaScript."""
    main = main_of(guest.get(path).text)
    assert "<form" not in main
    fields = re.findall(r"<input[^>]*>", main)
    assert len(fields) >= 3
    assert not any(re.search(r"\bname=|\bform=", field) for field in fields)


def test_every_module_is_open_in_the_list_without_javascript(site: Flask, guest: Person) -> None:
    main = main_of(guest.get(DATES).text)
    for module in whole(site).before:
        assert re.search(rf'href="/fr/cours/[a-z-]+/{module}"', main), module
    assert "Sans JavaScript" in main
    assert re.search(r'id="own-dates"[^>]* hidden', main), "fields that nothing answers are not shown"


@pytest.mark.parametrize(
    ("role", "audiences"), [("patient", {"patient"}), ("caregiver", {"caregiver"}), ("pharmacist", {"patient", "caregiver"})]
)
def test_patients_and_carers_find_their_own_modules(site: Flask, make_person: MakePerson, role: str, audiences: set[str]) -> None:
    catalogue, person = site_of(site).newest_content.catalogue, make_person(role)
    keys = set(re.findall(r'href="/fr/cours/[a-z-]+/([a-z-]+)"', main_of(person.get(DATES).text)))
    assert {catalogue.module(key, "fr").audience for key in keys} == audiences
    assert main_of(person.get(TOPICS).text).count("data-topic=") == len(keys)


def test_two_people_on_one_browser_keep_dates_apart(make_person: MakePerson, guest: Person) -> None:
    owners = {
        re.search(r'data-owner="([^"]+)"', person.get(DATES).text)[1] for person in (make_person("patient"), make_person("patient"), guest)
    }  # type: ignore[index]
    assert len(owners) == 3
    person = make_person("patient")
    page = person.get(DATES).text
    assert str(person.pseudonym) not in page


def test_the_guide_holds_the_ticked_topics_their_safety_words_and_their_sources(site: Flask, guest: Person) -> None:
    topics = whole(site).topics
    for interview in whole(site).interviews.values():
        code = write([topics["fever"], topics["tablets-at-home"]])
        page = guest.post(GUIDE, code=f"{code[:4]}-{code[4:]}".lower(), interview=interview.key)
        assert page.status_code == 200
        main = main_of(page.text)
        assert SHEETS in main
        assert interview.title["fr"] in main
        catalogue = site_of(site).newest_content.catalogue
        for key in ("fever", "tablets-at-home"):
            assert catalogue.module(key, "fr").title in main
        assert catalogue.module("treatment-cycle", "fr").title not in main
        cited = {int(number) for number in re.findall(r'href="#source-(\d+)"', main)}
        listed = {int(number) for number in re.findall(r'id="source-(\d+)"', main)}
        assert cited
        assert cited <= listed
        blocks = [
            block
            for key in ("fever", "tablets-at-home")
            for screen in catalogue.module(key, "fr").screens
            for block in screen.blocks
            if block.kind == "safety"
        ]
        words = re.sub(r"[\u00a0\u202f]", " ", re.sub(r"<[^>]+>", "", main))
        for block in blocks:
            first = re.sub(r"[*_]|\[.*?\]", "", block.markdown).strip().split(".")[0].split("\n")[0].strip("- :")
            assert first in words, block.key


def test_ticks_on_paper_give_the_same_guide_as_the_code(site: Flask, guest: Person) -> None:
    topics = whole(site).topics
    by_code = main_of(guest.post(GUIDE, code=write([topics["fever"]]), interview="initial").text)
    by_ticks = main_of(guest.post(GUIDE, topic=str(topics["fever"]), interview="initial").text)
    assert by_code == by_ticks


@pytest.mark.parametrize("code", ["501A", "01B", "5O", "héhé", "😀", "501B501B501B501B501B"])
def test_an_altered_or_cut_code_gives_a_clear_page_and_keeps_what_was_ticked(site: Flask, guest: Person, code: str) -> None:
    page = guest.post(GUIDE, code=code, topic="2", interview="adherence")
    assert page.status_code == 422
    assert "Ce code n’est pas lisible" in page.text
    main = main_of(page.text)
    assert re.search(r'value="2" checked', main)
    assert re.search(r'value="adherence" checked', main)


def test_a_topic_that_is_not_here_is_told_and_the_others_are_shown(site: Flask, guest: Person) -> None:
    page = main_of(guest.post(GUIDE, code=write([whole(site).topics["fever"], 59]), interview="initial").text)
    assert "1 sujet de ce code" in page
    assert site_of(site).newest_content.catalogue.module("fever", "fr").title in page


def test_without_any_topic_the_guide_asks_the_question(guest: Person) -> None:
    page = guest.post(GUIDE, interview="daily-life").text
    assert "De quoi voudriez-vous reparler" in re.sub(r"<[^>]*>", "", page)


def test_an_unknown_interview_is_refused(guest: Person) -> None:
    assert guest.post(GUIDE, interview="ghost").status_code == 400


def test_a_code_leaves_no_statement_no_log_and_no_address(site: Flask, make_person: MakePerson, caplog: pytest.LogCaptureFixture) -> None:
    person, before = make_person("pharmacist"), n_statements(site)
    code = write([1, 2])
    with caplog.at_level(logging.DEBUG):
        page = person.post(GUIDE, code=code, interview="initial")
        person.post(GUIDE, code=code[:-1], interview="initial")
    assert page.status_code == 200
    assert n_statements(site) == before
    assert code[:-1] not in caplog.text
    assert f"?code={code}" not in page.text


def test_the_guide_says_that_nobody_has_read_it_yet(site: Flask, guest: Person) -> None:
    assert whole(site).state == "draft"
    assert "Brouillon" in guest.post(GUIDE, interview="initial").text


def test_a_site_with_nothing_to_prepare_has_no_such_pages(site: Flask, guest: Person) -> None:
    content = site_of(site).newest_content
    site_of(site).newest_content = replace(content, catalogue=replace(content.catalogue, preparing=Preparing()))
    try:
        for path in (DATES, TOPICS, GUIDE):
            assert guest.get(path).status_code == 404
    finally:
        site_of(site).newest_content = content
