"""The home page begins with what whoever is here came for: help at home, one's own course, what comes next, or one's work."""

import re

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person
from sitting_cast import finish_modules

SECTIONS = {
    "work": "Mon travail",
    "paths": "Je choisis mon parcours",
    "now": "De la fièvre ou des frissons",
    "symptoms": "Un signe, un souci",
}
FIRST = {
    "patient": ["now", "symptoms", "paths"],
    "caregiver": ["now", "symptoms", "paths"],
    "pharmacist": ["paths", "now", "symptoms"],
    "gp": ["paths", "now", "symptoms"],
    "nurse": ["paths", "now", "symptoms"],
    "educator": ["work", "paths", "now", "symptoms"],
    "clinician": ["work", "paths", "now", "symptoms"],
    "training_manager": ["work", "paths", "now", "symptoms"],
    "admin": ["work", "paths", "now", "symptoms"],
    "data_protection_officer": ["paths", "now", "symptoms"],
}


def order(page: str) -> list[str]:
    """The sections of a page, as they come."""
    places = {name: page.find(words) for name, words in SECTIONS.items()}
    return sorted((name for name, at in places.items() if at >= 0), key=lambda name: places[name])


@pytest.mark.parametrize("role", FIRST)
def test_each_role_finds_its_own_first(make_person: MakePerson, role: str) -> None:
    assert order(make_person(role).get("/fr/").text) == FIRST[role]


def test_a_guest_finds_what_helps_at_home_first_and_one_heading(guest: Person) -> None:
    page = guest.get("/fr/").text
    assert order(page) == FIRST["patient"]
    assert page.count("<h1") == 1


@pytest.mark.parametrize(("role", "course"), [("gp", "gps"), ("pharmacist", "pharmacists"), ("patient", "patient-essentials")])
def test_the_course_of_ones_role_comes_first(make_person: MakePerson, role: str, course: str) -> None:
    page = make_person(role).get("/fr/").text
    assert re.findall(r'href="/fr/cours/([a-z-]+)"', page)[0] == course


def test_no_two_courses_have_one_name(guest: Person) -> None:
    """A second course of an audience bears its own title: two cards of one name lead nobody."""
    page = guest.get("/fr/").text
    names = re.findall(r'<a class="card" href="/fr/cours/[a-z-]+"><span><strong>([^<]+)</strong>', page)
    assert len(names) > 4
    assert len(set(names)) == len(names)


def test_a_patient_goes_on_where_she_was(learner: Person) -> None:
    learner.post(f"{FEVER}/commencer")
    learner.post(f"{FEVER}/1/lu")
    page = learner.get("/fr/").text.replace("\u00a0", " ")
    assert re.search(r"<h2>(Reprendre|Continuer) : « La fièvre", page)
    assert re.search(r"Encore \d+ minutes environ", page)


def test_whose_modules_are_finished_is_led_to_the_test_and_a_patient_never(site: Flask, make_person: MakePerson) -> None:
    pharmacist = make_person("pharmacist")
    assert "test final" not in pharmacist.get("/fr/").text
    finish_modules(site, pharmacist)
    page = pharmacist.get("/fr/").text
    assert "La suite : le test final de «" in page.replace("\u00a0", " ")
    assert 'href="/fr/cours/pharmacists/test"' in page
    patient = make_person("patient")
    finish_modules(site, patient, "patient-essentials")
    assert "test final" not in patient.get("/fr/").text
