"""What a course is called and how its final test is passed, by form: only what differs is written; a refusal stands in its box."""

import difflib
import html

import pytest
from flask import Flask
from sent_forms import form_with
from writers import Writer

from courses.authoring.registers import shared_files
from courses.library import structure
from courses.text.source_texts import Texts
from lms.authoring.registers import course_fields
from lms.web.current_site import site_of

ADDRESS = "/en/writing/course-settings/gps"
FILE = "_structure/gps/course.yml"


def file_text(site: Flask) -> str:
    settings = site_of(site).settings
    folder = settings.own_content if settings.own_content.is_dir() else settings.content
    return (folder / FILE).read_bytes().decode()


def send(who: Writer, **changed: str):
    return who.person.post(ADDRESS, **form_with(who.person.get(ADDRESS).text, "title_fr").data(do="save", **changed))


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line[:1] in "+-"]


def test_the_form_shows_the_rule_and_a_course_for_patients_has_none(desk_site: Flask, claire: Writer) -> None:
    form = form_with(claire.person.get(ADDRESS).text, "title_fr")
    assert (form.value("percent"), form.value("attempts"), form.value("wait_days")) == ("80", "3", "1, 7")
    assert (form.value("draw_0"), form.value("safety_0"), form.value("safety_2")) == ("4", "2", "")
    assert 'name="percent"' not in claire.person.get("/en/writing/course-settings/patient-essentials").text
    assert claire.person.get("/en/writing/course-settings/nowhere").status_code == 404


def test_words_that_a_form_shows_otherwise_stay_as_they_are_typed() -> None:
    """A form shows one line; a file may hold two spaces, or a sentence over two lines."""
    text = (
        'key: gps\naudience: gp\ntitle: {fr: "Deux  espaces", en: "Two  spaces"}\n'
        'summary:\n  fr: >-\n    Une phrase\n    en deux.\n  en: "One."\n'
    )
    form = course_fields.opening_form(shared_files.values(text, FILE))
    assert form.text("title_fr") == "Deux espaces"
    assert course_fields.edited_text(form, text, FILE, {}) == text


@pytest.mark.slow
def test_only_what_differs_is_written(desk_site: Flask, claire: Writer) -> None:
    before = file_text(desk_site)
    assert send(claire).status_code == 303
    assert file_text(desk_site) == before
    more = {"more_objective": "K02", "more_draw": "2", "more_safety": "1"}
    assert send(claire, percent="85", draw_0="5", summary_en="Deciding in town.", **more).status_code == 303
    text = file_text(desk_site)
    signs = [line[0] for line in changed_lines(before, text)]
    assert (signs.count("-"), signs.count("+")) == (3, 4), changed_lines(before, text)
    settings = site_of(desk_site).settings
    rule = structure.load(Texts(settings.own_content)).courses["gps"].passing
    assert rule is not None
    assert rule.percent == 85
    assert [(one.objective, one.count, one.safety) for one in rule.draws if one.objective in ("K02", "gp-febrile-neutropenia")] == [
        ("gp-febrile-neutropenia", 5, 2),
        ("K02", 2, 1),
    ]
    assert send(claire, percent="80", draw_0="4", draw_12="0").status_code == 303
    assert "K02:" not in file_text(desk_site)


@pytest.mark.slow
def test_what_cannot_be_is_said_in_its_box_and_nothing_is_kept(desk_site: Flask, claire: Writer) -> None:
    before = file_text(desk_site)
    wrong = (
        ("percent", "many"),
        ("percent", "0"),
        ("wait_days", "1"),
        ("attempts", "99"),
        ("draw_0", ""),
        ("safety_0", "9"),
        ("title_en", ""),
        ("more_objective", "gp-febrile-neutropenia"),
        ("more_objective", "nowhere"),
    )
    for box, words in wrong:
        answer = send(claire, **{box: words})
        assert answer.status_code == 422, (box, words)
        where = "more_objective" if box == "safety_0" else box
        assert f'id="{where}-error"' in answer.text, (box, words)
    assert file_text(desk_site) == before


@pytest.mark.slow
def test_the_second_of_two_sees_both(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    hers = form_with(claire.person.get(ADDRESS).text, "title_fr").data(do="save", attempts="2", wait_days="3")
    his = form_with(jean.person.get(ADDRESS).text, "title_fr").data(do="save", valid_months="24")
    assert claire.person.post(ADDRESS, **hers).status_code == 303
    stopped = jean.person.post(ADDRESS, **his)
    assert stopped.status_code == 409
    assert 'value="24"' in html.unescape(stopped.text)
    assert "attempts: 2" in file_text(desk_site)
