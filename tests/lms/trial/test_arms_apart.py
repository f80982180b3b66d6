"""Arms kept apart: each finds the pages of the others not here, also as a guest on its device; safety pages are the same for all."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from lms_cast import Person, add_person
from sqlalchemy import update
from trial_cast import EN, FR, NAME, days_before, enter, hand_in, one_of_each_arm, open_trial

from lms.key_files import secret_path
from lms.trial import sealing
from lms.trial.arm_pages import offers_of
from lms.trial.models import TrialPlace
from lms.web.current_site import site_of
from lms.web.database.writing import submit
from lms.web.routing.pages import access_of

PAGES = {
    "/fr/jouer": {"game"}, "/en/play": {"game"},
    "/fr/jouer-ici": {"game"}, "/fr/cours": {"modules"}, "/fr/cours/patient-essentials/fever": {"modules"},
    "/fr/cours/patient-essentials/fever/question/1": {"modules"}, "/fr/avancee": {"modules"}, "/fr/chercher": {"modules"},
    "/fr/cours/patient-essentials/fever/livret.pdf": {"booklet"}, "/hors-les-murs.zip": {"modules"},
}  # fmt: skip
SAFE = ("/fr/fievre", "/fr/vrai-probleme", "/fr/quand-j-appelle", "/fr/signes", "/fr/")
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')

ArmPeople = dict[str, Person]


@pytest.fixture(scope="module")
def arms(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> ArmPeople:
    """One person of each arm, through the pages."""
    open_trial(site, tmp_path_factory.mktemp("trial"))
    return one_of_each_arm(site)


OFFERS = {"game": {"modules", "game"}, "modules": {"modules"}, "booklet": {"booklet"}}


def test_each_arm_opens_its_own_pages_and_no_other(arms: ArmPeople) -> None:
    for key, person in arms.items():
        for path, offers in PAGES.items():
            expected = 200 if offers & OFFERS[key] else 404
            assert person.get(path).status_code == expected, (key, path)


def test_a_guest_on_the_same_device_finds_what_the_person_finds_and_another_device_finds_all(site: Flask, arms: ArmPeople) -> None:
    for key, person in arms.items():
        person.get(FR)
        person.post("/fr/deconnexion")
        for path, offers in PAGES.items():
            assert person.get(path).status_code == (200 if offers & OFFERS[key] else 404), (key, path)
        person.enter()
    assert Person(site, None).get("/fr/jouer").status_code == 200


FILLED = {"<uuid:uuid>": str(uuid4()), "<int:number>": "1", "<course_key>": "patient-essentials", "<trial>": NAME}


def pages_that_need_an_account(site: Flask) -> dict[str, frozenset[str]]:
    """Every page of an arm that sends a stranger to sign in, with the offers that open it."""
    pages = {}
    for rule in site.url_map.iter_rules():
        offers, access = offers_of(rule.endpoint), access_of(site.view_functions[rule.endpoint])
        if offers is not None and access is not None and access.roles is not None and "GET" in (rule.methods or set()):
            path = rule.rule
            for part, text in FILLED.items():
                path = path.replace(part, text)
            pages[path] = offers
    return pages


def test_a_guest_on_a_device_is_not_sent_to_sign_in_for_a_page_of_another_arm(site: Flask, arms: ArmPeople) -> None:
    pages = pages_that_need_an_account(site)
    assert {f"{FR}/livret.pdf", f"{EN}/booklet.pdf", "/fr/suivi-des-tests", "/en/courses/patient-essentials/time"} < set(pages)
    for key, person in arms.items():
        person.get(FR)
        person.post("/fr/deconnexion")
        expected = {path: 302 if offers & OFFERS[key] else 404 for path, offers in pages.items()}
        assert {path: person.get(path).status_code for path in pages} == expected, key
        person.enter()
    stranger = Person(site, None)
    assert {stranger.get(path).status_code for path in pages} == {302}, "a device that no trial knows"


def test_another_account_on_that_device_is_bound_too_and_staff_are_not(site: Flask, arms: ArmPeople) -> None:
    device = arms["booklet"]
    device.get(FR)
    cookie = device.client.get_cookie("hlm_trial")
    assert cookie
    for role, status in (("patient", 404), ("educator", 200)):
        other = add_person(site, role, f"other-{uuid4().hex[:6]}", simulated=True)
        other.client.set_cookie("hlm_trial", cookie.value)
        assert other.get("/fr/jouer").status_code == status, role
    forged = Person(site, None)
    forged.client.set_cookie("hlm_trial", cookie.value[:-2] + "xx")
    assert forged.get("/fr/jouer").status_code == 200


def test_before_the_first_questionnaire_no_arm_is_open(site: Flask, arms: ArmPeople) -> None:
    person = add_person(site, "patient", f"new-{uuid4().hex[:6]}", simulated=True)
    assert person.get("/fr/jouer").status_code == 200
    enter(person)
    assert {person.get(path).status_code for path in PAGES} == {404}


@pytest.mark.parametrize("path", SAFE)
def test_safety_pages_open_in_every_arm(arms: ArmPeople, path: str) -> None:
    assert {person.get(path, follow_redirects=True).status_code for person in arms.values()} == {200}, path


def test_safety_pages_are_shown_without_the_key_that_opens_the_arms(site: Flask, arms: ArmPeople) -> None:
    """Lost key: pages of arms are an error, for nobody may guess; what is about a real problem is there."""
    path = secret_path(site_of(site).settings, sealing.KEY_FILE)
    kept = path.read_text()
    path.write_text("another key")
    try:
        assert {person.get(one, follow_redirects=True).status_code for person in arms.values() for one in SAFE} == {200}
        assert {person.get("/fr/jouer").status_code for person in arms.values()} == {500}
    finally:
        path.write_text(kept)


def test_the_page_after_a_questionnaire_is_the_same_in_every_arm(arms: ArmPeople) -> None:
    for path in (f"{FR}/merci/start", f"{EN}/thanks/start"):
        main = {TOKEN.sub("", person.get(path).text.partition("<main")[2].partition("</main>")[0]) for person in arms.values()}
        assert len(main) == 1
        assert "when-i-call" in main.pop() or "/fr/" in path


def test_no_page_offers_a_link_to_a_closed_page(site: Flask, arms: ArmPeople) -> None:
    for key, person in arms.items():
        for path in ("/fr/", FR, "/en/", "/fr/aide"):
            for href in set(re.findall(r'href="(/(?:fr|en)/[^"#?]*)"', person.get(path).text)):
                endpoint, _ = site.url_map.bind("localhost").match(href)
                offers = offers_of(endpoint)
                assert offers is None or offers & OFFERS[key], (key, path, href)


def test_every_blueprint_of_the_site_is_of_an_arm_or_said_to_be_for_all(site: Flask) -> None:
    """A new feature says here whether it belongs to an arm."""
    for_all = {
        *("home", "safety", "symptoms", "accounts", "passkeys", "providers", "sign_ins", "consents", "sign_in_cards", "devices", "privacy"),
        *("credentials", "dashboards", "people", "joining", "messages", "evidence", "admin", "audit", "authoring", "operations", "layout"),
        *("preview", "trial", "lti", "platforms", "api", "webhooks"),
    }
    assert {name for name in site.blueprints if offers_of(f"{name}.x") is None} == for_all


def test_after_each_questionnaire_every_arm_has_the_same_sheet_and_is_asked_the_same_at_day_30(site: Flask, arms: ArmPeople) -> None:
    """The last test of this file: their parts end with the last questionnaire."""

    def main_of(page: str) -> str:
        return TOKEN.sub("", page.partition("<main")[2].partition("</main>")[0])

    for phase, days in (("end", 8), ("day_30", 31)):
        at = days_before(days)
        with site.app_context():
            submit(lambda work, at=at: work.execute(update(TrialPlace).values(at=at)).rowcount)  # type: ignore[attr-defined, misc]
        asked = {main_of(person.get(f"{FR}/questions/{phase}").text) for person in arms.values()}
        assert len(asked) == 1
        assert [f'name="elsewhere-{what}"' in asked.copy().pop() for what in ("modules", "game", "booklet")] == [phase == "day_30"] * 3
        assert {hand_in(person, phase) for person in arms.values()} == {303}
        sheets = {main_of(person.get(f"{EN}/thanks/{phase}").text) for person in arms.values()}
        assert len(sheets) == 1
        assert "when-i-call" in sheets.pop()
