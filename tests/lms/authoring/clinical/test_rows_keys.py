"""Another key for a row of the triage register, and taking one away: a clinician's, with every place that names the row."""

import re

import pytest
from flask import Flask
from lms_cast import add_person
from writers import Writer

from courses.authoring.registers import row_places, triage_rows
from lms.authoring.clinical import row_routes
from lms.settings import CONTENT
from lms.web.current_site import site_of

PAGE, AWAY, PATH = "/en/writing/triage/key", "/en/writing/triage/remove", triage_rows.PATH
NEW_ROW = {
    "at": "", "key": "night-sweat", "fr": "Sueurs la nuit, drap trempé", "en": "Night sweats, wet sheets", "urgency": "next",
    "for": "all", "more_source": "cruk-infection", "more_says": "night sweats", "more_asks": "next", "decide": "yes", "do": "save",
}  # fmt: skip


def own_text(site: Flask, path: str) -> str:
    return (site_of(site).settings.shown_content / path).read_bytes().decode()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def anne(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "clinician", "anne"))


@pytest.fixture(scope="module")
def paul(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "clinician", "paul"))


def test_the_places_of_a_row_are_not_those_of_the_alert_that_reads_the_same() -> None:
    text = (CONTENT / PATH).read_text("utf-8")
    lines = text.split("\n")
    named = [lines[text.count("\n", 0, start)] for start, _stop in row_places.spans(PATH, text, "fever")]
    assert named[0] == "  fever:"
    assert not any("alerts:" in line or ("alert: fever," in line.split("fr:")[0] and line.startswith("  fever-")) for line in named)
    everywhere = [
        (path, key)
        for path in ("_structure/symptoms.yml", PATH, "fr/patient-essentials/fever.items.md", "fr/cases/gp-loose.md")
        for key in triage_rows.rows(text)
        if list(row_places.spans(path, (CONTENT / path).read_text("utf-8"), key))
    ]
    assert {("_structure/symptoms.yml", "cold"), ("fr/patient-essentials/fever.items.md", "fever")} <= set(everywhere)
    assert ("fr/cases/gp-loose.md", "stools-capecitabine") in everywhere


def test_a_shipped_row_keeps_its_key_and_one_that_is_named_is_not_taken_away(desk_site: Flask, anne: Writer) -> None:
    page = anne.person.get(f"{PAGE}?key=shivers").text
    assert "This row came with the program" in page
    before = own_text(desk_site, PATH)
    assert anne.person.post(PAGE, key="shivers", new_key="shaking", places="1").status_code == 422
    assert anne.person.post(AWAY, key="shivers", base="").status_code == 409
    assert own_text(desk_site, PATH) == before


def test_an_educator_changes_no_key_of_a_row(claire: Writer) -> None:
    assert claire.person.get(f"{PAGE}?key=shivers").status_code == 403
    assert claire.person.post(AWAY, key="shivers", base="").status_code == 403
    assert claire.person.get("/en/writing/links?kind=rows&key=shivers").status_code == 404


def test_a_row_of_ones_own_gets_another_key_and_goes(desk_site: Flask, anne: Writer, paul: Writer) -> None:
    before = own_text(desk_site, PATH)
    opened = hidden(anne.person.get("/en/writing/triage/row").text, "base")
    answer = anne.person.post("/en/writing/triage/row", **NEW_ROW, base=opened)
    assert answer.status_code == 303, answer.text
    page = paul.person.get(f"{PAGE}?key=night-sweat").text
    base, places = hidden(page, "base"), hidden(page, "places")
    taken = paul.person.post(PAGE, key="night-sweat", new_key="shivers", places=places)
    assert taken.status_code == 422
    assert "This key is taken" in taken.text
    assert paul.person.post(PAGE, key="night-sweat", new_key="Sweat!", places=places).status_code == 422
    assert paul.person.post(PAGE, key="night-sweat", new_key="sweat-at-night", places="7").status_code == 409
    assert paul.person.post(PAGE, key="night-sweat", new_key="sweat-at-night", places=places).status_code == 303
    rows = triage_rows.rows(own_text(desk_site, PATH))
    assert "night-sweat" not in rows
    assert rows["sweat-at-night"].values["en"] == "Night sweats, wet sheets"
    own = site_of(desk_site).settings.own_content
    writers = row_routes.writers_of(own, "sweat-at-night")
    assert len(writers) == 1, "who wrote in it under its old key does not sign it under the new one"
    assert writers == row_routes.writers_of(own, "night-sweat")
    assert paul.person.post(AWAY, key="sweat-at-night", base="another").status_code == 409
    fresh = hidden(paul.person.get(f"{PAGE}?key=sweat-at-night").text, "base")
    assert fresh == base
    assert paul.person.post(AWAY, key="sweat-at-night", base=fresh).status_code == 303
    assert own_text(desk_site, PATH) == before


def test_a_row_without_which_the_checks_find_something_stays(desk_site: Flask, anne: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the list of places to overlook one, the checks of the whole folder still hold the row."""
    monkeypatch.setattr("lms.authoring.clinical.row_key_routes.other_places", lambda *_: [])
    before = own_text(desk_site, PATH)
    base = hidden(anne.person.get(f"{PAGE}?key=cold").text, "base")
    answer = anne.person.post(AWAY, key="cold", base=base)
    assert answer.status_code == 422
    assert "cold" in answer.text.split('class="error"')[1]
    assert own_text(desk_site, PATH) == before
