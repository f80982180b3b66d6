"""A new course by form: refused in its box, made without a module, filled with one, its key changed, taken away."""

from pathlib import Path

import pytest
from flask import Flask
from sent_forms import form_with
from writers import Writer

from courses.library import structure
from courses.text.source_texts import Texts
from lms.web.current_site import site_of

ADDRESS = "/en/writing/new-course"
WORDS = {
    "title_fr": "Bien manger pendant le traitement",
    "title_en": "Eating well during treatment",
    "summary_fr": "Garder ses forces : « un peu, souvent ».",
    "summary_en": "Keep up your strength: “little and often”.",
}
PATIENTS = {**WORDS, "audience": "patient", "credential": "attestation"}
GPS = {
    **WORDS,
    "audience": "gp",
    "credential": "certificate",
    "has_test": "yes",
    "more_objective": "K01",
    "more_draw": "4",
    "more_safety": "2",
}


def own(site: Flask) -> Path:
    settings = site_of(site).settings
    return settings.own_content if settings.own_content.is_dir() else settings.content


def send(who: Writer, address: str = ADDRESS, do: str = "save", **typed: str):
    data = form_with(who.person.get(address).text, "title_fr").data(do=do)
    return who.person.post(ADDRESS, **{**data, **{name: [words] for name, words in typed.items()}})


def courses_of(site: Flask) -> structure.Structure:
    return structure.load(Texts(own(site)))


WRONG = (
    ("key", "Eating"),
    ("key", "gps"),
    ("key", "situations"),
    ("key", "x" * 61),
    ("audience", "nurse"),
    ("audience", ""),
    ("title_fr", ""),
    ("title_en", "x" * 301),
    ("summary_en", " "),
    ("version", "one"),
    ("version", ""),
    ("credential", "medal"),
    ("has_test", "yes"),
)
WRONG_RULES = (
    ("percent", ""),
    ("percent", "101"),
    ("attempts", "0"),
    ("attempts", ""),
    ("wait_days", "1"),
    ("valid_months", "many"),
    ("minutes", "2"),
    ("review_days", "99"),
    ("obsolete_before", "first"),
    ("more_objective", ""),
    ("more_objective", "nowhere"),
    ("more_draw", ""),
    ("more_safety", "9"),
)


@pytest.mark.parametrize(("base", "box", "words"), [(PATIENTS, *WRONG[1])])
def test_what_cannot_be_is_said_in_its_box(desk_site: Flask, claire: Writer, base: dict[str, str], box: str, words: str) -> None:
    before = set(own(desk_site).rglob("course.yml"))
    answer = send(claire, **{"key": "eating-well", **base, box: words})
    assert answer.status_code == 422
    where = "more_objective" if box == "more_safety" else box
    assert f'id="{where}-error"' in answer.text
    assert "Keep up your strength" in answer.text or box == "summary_en", "what was typed stays"
    assert set(own(desk_site).rglob("course.yml")) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("base", "box", "words"), [*((PATIENTS, *one) for one in WRONG), *((GPS, *one) for one in WRONG_RULES)], ids=lambda one: str(one)[:12]
)
def test_everything_that_cannot_be_is_said_in_its_box(desk_site: Flask, claire: Writer, base: dict[str, str], box: str, words: str) -> None:
    test_what_cannot_be_is_said_in_its_box(desk_site, claire, base, box, words)


@pytest.mark.slow
def test_a_course_is_looked_at_made_filled_renamed_and_taken_away(desk_site: Flask, claire: Writer) -> None:
    looked = send(claire, do="look", key="eating-well", **PATIENTS)
    assert looked.status_code == 200
    assert "155" in looked.text
    assert not (own(desk_site) / "_structure/eating-well").exists(), "a look writes nothing"
    made = send(claire, key="eating-well", **PATIENTS)
    assert made.status_code == 303
    found = courses_of(desk_site)
    assert found.courses["eating-well"].title == {"fr": WORDS["title_fr"], "en": WORDS["title_en"]}
    assert (found.courses["eating-well"].audience, found.courses["eating-well"].modules) == ("patient", ())
    assert [one for one in found.problems if one.severity == "error" and "eating-well" in one.path] == []
    assert send(claire, key="eating-well", **PATIENTS).status_code == 422, "its key is taken now"
    for page in ("/en/writing", "/en/writing/new", "/en/writing/course/eating-well"):
        assert WORDS["title_en"] in claire.person.get(page).text, page
    begun = claire.person.post(
        "/en/writing/new", where="eating-well", title_fr="Un peu, souvent", title_en="Little and often", key="small-meals"
    )
    assert begun.status_code == 303
    assert courses_of(desk_site).courses["eating-well"].modules == ("small-meals",)
    check_key_and_end(desk_site, claire)


def links_form(who: Writer, kind: str, key: str, name: str):
    return form_with(who.person.get(f"/en/writing/links?kind={kind}&key={key}").text, name)


def check_key_and_end(site: Flask, claire: Writer) -> None:
    refused = claire.person.post("/en/writing/take-away", kind="courses", key="eating-well", module="", places="1")
    assert refused.status_code == 409, "it has a module"
    renamed = claire.person.post("/en/writing/rename", **links_form(claire, "courses", "eating-well", "new_key").data(new_key="good-meals"))
    assert renamed.status_code == 303, renamed.text
    found = courses_of(site)
    assert "eating-well" not in found.courses
    assert found.courses["good-meals"].modules == ("small-meals",)
    assert (own(site) / "fr/good-meals/small-meals.md").is_file()
    assert claire.person.post("/en/writing/take-away", kind="modules", key="small-meals", module="", places="1").status_code == 303
    assert courses_of(site).courses["good-meals"].modules == ()
    assert claire.person.post("/en/writing/take-away", kind="courses", key="good-meals", module="", places="1").status_code == 303
    assert "good-meals" not in courses_of(site).courses
    assert not (own(site) / "_structure/good-meals/course.yml").exists()


@pytest.mark.slow
def test_a_shipped_course_and_one_that_learners_have_keep_their_keys(desk_site: Flask, claire: Writer) -> None:
    page = claire.person.get("/en/writing/links?kind=courses&key=gps").text
    assert "This page came with the program" in page
    assert 'name="new_key"' not in page
    for address, more in (("rename", {"new_key": "doctors"}), ("take-away", {})):
        data = {"kind": "courses", "key": "gps", "module": "", "places": "1", **more}
        assert claire.person.post(f"/en/writing/{address}", **data).status_code in (409, 422), address
    assert "gps" in courses_of(desk_site).courses


@pytest.mark.slow
def test_a_course_for_professionals_begins_with_its_rule_or_gets_it_later(desk_site: Flask, claire: Writer) -> None:
    assert send(claire, f"{ADDRESS}?like=pharmacists", key="night-calls", **{**GPS, "audience": "pharmacist"}).status_code == 303
    rule = courses_of(desk_site).courses["night-calls"].passing
    assert rule is not None
    assert (rule.percent, rule.attempts, rule.wait_days, rule.valid_months) == (80, 3, (1, 7), 36)
    assert [(one.objective, one.count, one.safety) for one in rule.draws] == [("K01", 4, 2)]
    without = {**GPS, "has_test": ""}
    assert send(claire, key="late-effects", **without).status_code == 303
    assert courses_of(desk_site).courses["late-effects"].passing is None
    address = "/en/writing/course-settings/late-effects"
    data = form_with(claire.person.get(address).text, "title_fr").data(do="save")
    more = {"has_test": ["yes"], "more_objective": ["K02"], "more_draw": ["3"], "percent": ["75"], "obsolete_before": ["1.0"]}
    assert claire.person.post(address, **{**data, **more}).status_code == 303
    rule = courses_of(desk_site).courses["late-effects"].passing
    assert rule is not None
    assert (rule.percent, rule.obsolete_before, rule.draws[0].objective) == (75, "1.0", "K02")
    data = form_with(claire.person.get(address).text, "title_fr").data(do="save", version="2.0", credential="attestation")
    assert claire.person.post(address, **data).status_code == 303
    course = courses_of(desk_site).courses["late-effects"]
    assert (course.version, course.credential) == ("2.0", "attestation")
