"""Reading a module: each step is kept and told once, and the end needs every screen."""

import pytest
from flask import Flask
from lms_cast import FEVER, Person
from test_answering import right, told

from lms.web.current_site import site_of


def verbs(site: Flask, person: Person) -> list[str]:
    rows = told(site)
    mine = [row for row in rows if row["actor"]["account"]["name"] == str(person.pseudonym)]
    return [row["verb"]["id"].rpartition("/")[2] for row in mine]


def test_a_whole_module_is_told_once_whatever_is_clicked_twice(site: Flask, learner: Person) -> None:
    module = site_of(site).newest_content.catalogue.module("fever", "fr")
    screens, items = len(module.screens), module.items
    for _ in range(2):
        learner.post(f"{FEVER}/commencer")
        for number in range(1, screens + 1):
            learner.post(f"{FEVER}/{number}/lu")
        for number, item in enumerate(items, 1):
            learner.post(f"{FEVER}/question/{number}/reponse", attempt="1", shown_at="1790000000", **right(item))
        learner.post(f"{FEVER}/finir")
    assert verbs(site, learner) == ["registered", "initialized", *["progressed"] * screens, *["answered"] * len(items), "completed"]


def test_progress_runs_from_nothing_to_a_hundred(site: Flask, learner: Person) -> None:
    for number in range(1, 6):
        learner.post(f"{FEVER}/{number}/lu")
    mine = [row for row in told(site, "progressed") if row["actor"]["account"]["name"] == str(learner.pseudonym)]
    assert [list(row["result"]["extensions"].values()) for row in mine] == [[20], [40], [60], [80], [100]]


def test_the_end_needs_every_screen(learner: Person) -> None:
    learner.post(f"{FEVER}/commencer")
    assert learner.post(f"{FEVER}/finir").headers["Location"] == f"{FEVER}/1"
    assert learner.get(f"{FEVER}/fin").status_code == 404


def test_she_goes_on_where_she_was_on_another_device(site: Flask, learner: Person) -> None:
    learner.post(f"{FEVER}/commencer")
    learner.post(f"{FEVER}/1/lu")
    other = Person(site, learner.name)
    assert other.post(f"{FEVER}/commencer").headers["Location"] == f"{FEVER}/2"


def test_a_guest_finds_what_to_do_for_a_fever_in_two_taps(guest: Person) -> None:
    for home, fever, words in (("/fr/", "/fr/fievre", "38,0"), ("/en/", "/en/fever", "38.0")):
        assert f'href="{fever}"' in guest.get(home).text
        assert words in guest.get(fever).text


def test_a_page_has_its_twin_in_the_other_language(guest: Person) -> None:
    for fr, en in (("/fr/fievre", "/en/fever"), (f"{FEVER}/2", "/en/courses/patient-essentials/fever/2"), ("/fr/sources", "/en/sources")):
        assert f'href="{en}"' in guest.get(fr).text
        assert f'href="{fr}"' in guest.get(en).text


def test_a_module_nobody_wrote_is_not_here(guest: Person) -> None:
    for path in ("/fr/cours/nothing", f"{FEVER}x", f"{FEVER}/99", f"{FEVER}/question/99", "/fr/cours/gps/fever"):
        assert guest.get(path).status_code == 404


def test_statements_hold_a_pseudonym_and_no_name(site: Flask, learner: Person) -> None:
    learner.post(f"{FEVER}/commencer")
    for row in told(site):
        assert set(row["actor"]) == {"objectType", "account"}
        assert learner.name not in str(row)


def test_the_display_choice_is_written_into_the_page_by_the_server(guest: Person) -> None:
    answer = guest.post("/fr/affichage", theme="dark", next="/fr/fievre")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fr/fievre")
    assert '<html lang="fr" dir="ltr" data-theme="dark"' in guest.get("/fr/fievre").text
    assert guest.post("/fr/affichage", theme="pink").status_code == 400


@pytest.mark.parametrize(("language", "address"), [("fr", "/fr/cours"), ("en", "/en/courses")])
def test_the_page_of_courses_shows_each_path_in_its_order_with_its_minutes(site: Flask, guest: Person, language: str, address: str) -> None:
    page = guest.get(address).text
    catalogue = site_of(site).newest_content.catalogue
    assert catalogue.paths
    for path in catalogue.paths:
        part = page[page.index(path.title[language]) :].split("</details>")[0]
        shown = [catalogue.module(key, language) for key in path.modules]
        places = [part.index(f"/{module.key}") for module in shown]
        assert places == sorted(places), path.key
        assert f"{sum(module.minutes for module in shown)}\u00a0minutes" in part
        assert path.aim[language].split(",")[0] in part


def test_the_foot_of_a_module_leads_to_the_same_subject_for_other_readers(guest: Person) -> None:
    patients = guest.get("/fr/cours/patient-essentials/fever").text
    assert "Le même sujet pour d’autres lecteurs" in patients
    assert 'href="/fr/cours/caregivers/carer-red-signals"' in patients
    assert "gp-fever-neutropenia" not in patients
    gps = guest.get("/en/courses/gps/gp-fever-neutropenia").text
    for address in ("patient-essentials/fever", "caregivers/carer-red-signals", "pharmacists/at-the-counter"):
        assert f'href="/en/courses/{address}"' in gps
