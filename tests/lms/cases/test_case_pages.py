"""Cases as pages: played by forms alone, kept with their statements, shown to their learner in words."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy import select

from game.core.cases.case_play import CasePlay
from lms.accounts.models import Learner
from lms.cases.models import CaseRun
from lms.cohorts.models import Registration
from lms.credentials.models import Attestation
from lms.learning.models import Progress
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit
from lms.web.site import content
from lrs.reading.reader import iter_since
from xapi.profile.checking import problems

CASES = {"gp": ("gps", "gp-fever-evening"), "pharmacist": ("pharmacists", "ph-closing")}
OPTION = re.compile(r'name="choice" value="([^"]+)"')
TURN = re.compile(r'name="turn" value="(\d+)"')


@pytest.fixture(params=["gp", "pharmacist"])
def professional(request: pytest.FixtureRequest, make_person: MakePerson) -> tuple[Person, str, str]:
    return make_person(request.param), *CASES[request.param]


def begin(person: Person, course: str, case: str, **more: Any) -> str:
    """The address of a play just begun."""
    answer = person.post(f"/fr/cours/{course}/cas/{case}/commencer", token=str(uuid4()), **more)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def runs(site: Flask) -> list[CaseRun]:
    with site.app_context():
        return list(db.session.scalars(select(CaseRun).order_by(CaseRun.id)))


def told(site: Flask, person: Person) -> list[dict[str, Any]]:
    with site.app_context(), db.engine.connect() as connection:
        statements = [row.statement for row in iter_since(connection, 0)]
    return [
        one for one in statements if one["actor"]["account"]["name"] == str(person.pseudonym) and "/content/case/" in one["object"]["id"]
    ]


def turn_of(page: str) -> str:
    found = TURN.search(page)
    assert found
    return found[1]


def right_of(site: Flask, play: str, moment: str) -> str:
    """The right option of a moment of a play, by the content itself."""
    with site.app_context():
        run = db.session.scalars(select(CaseRun).where(CaseRun.uuid == UUID(play.rsplit("/", 1)[1]))).one()
        truth = CasePlay.resume(content.catalogue().cases, run.save).truth
        case = content.catalogue().cases.cases[run.case_key]
        return next(option.key for option in case.options_in(moment, truth.key) if option.key in truth.right)  # type: ignore[arg-type]


def go_on(person: Person, play: str, **form: str) -> str:
    """Send one form of the moment shown now, and give the page it leads to."""
    answer = person.post(f"{play}/faire", turn=turn_of(person.get(play).text), **form)
    assert answer.status_code == 303, answer.text
    return person.get(play).text


def test_a_case_is_reached_from_its_course_and_played_to_its_end(site: Flask, professional: tuple[Person, str, str]) -> None:
    person, course, case = professional
    assert f"/fr/cours/{course}/cas" in person.get(f"/fr/cours/{course}").text
    listing = person.get(f"/fr/cours/{course}/cas").text
    assert len(re.findall(rf'href="/fr/cours/{course}/cas/[a-z-]+"', listing)) == 12
    play = begin(person, course, case)
    page = person.get(play).text
    first = OPTION.findall(page)[0]
    go_on(person, play, choice=first)
    go_on(person, play, do="go_on")
    page = go_on(person, play, do="go_on")
    order = OPTION.findall(page)
    go_on(person, play, choice=right_of(site, play, "decide"))
    page = go_on(person, play, choice=right_of(site, play, "say"))
    assert "Bien décidé, bien dit." in page
    assert "Brouillon" in page
    assert "non posée" in page
    verbs = [(one["verb"]["id"].rsplit("/", 1)[1], one["result"]["success"] if "result" in one else None) for one in told(site, person)]
    assert verbs == [("initialized", None), ("selected", True), ("selected", True), ("completed", True)]
    extensions = told(site, person)[1]["context"]["extensions"]
    base = "https://hors-les-murs.example/xapi/ext/"
    assert (extensions[f"{base}shown_order"], extensions[f"{base}asked"], extensions[f"{base}looked_up"]) == (order, [first], [])
    assert all(problems(one) == [] for one in told(site, person))
    assert "Joué\u00a0: bien décidé, bien dit" in person.get(f"/fr/cours/{course}/cas").text


def test_an_unsafe_decision_is_named_first(site: Flask, make_person: MakePerson) -> None:
    person = make_person("gp")
    for _ in range(40):
        play = begin(person, "gps", "gp-fever-evening")
        go_on(person, play, do="go_on")
        go_on(person, play, do="go_on")
        if right_of(site, play, "decide") == "team":
            break
    go_on(person, play, choice="count")
    page = go_on(person, play, choice="say-now")
    blocks = re.findall(r'<div class="answer (\w+)( chosen)?"', page)
    assert blocks[0] == ("unsafe", " chosen")
    assert [verdict for verdict, _ in blocks].count("right") == 2
    assert "Registre de triage, ligne 2" in page
    again = begin(person, "gps", "gp-fever-evening", again=play.rsplit("/", 1)[1])
    for form in ({"do": "go_on"}, {"do": "go_on"}, {"choice": "lab"}, {"choice": "say-now"}):
        page = go_on(person, again, **form)
    assert '<p class="lead">Une autre option convient mieux</p>' in page
    play = begin(person, "gps", "gp-fever-evening", again=again.rsplit("/", 1)[1])
    for form in ({"do": "go_on"}, {"do": "go_on"}, {"choice": "count"}, {"choice": "say-now"}):
        go_on(person, play, **form)
    listing = person.get("/fr/cours/gps/cas").text
    assert "une option risquée, à revoir" in listing
    assert "Traiter toute fièvre sous chimiothérapie comme une urgence infectieuse." in listing
    english = person.get("/en/courses/gps/cases").text
    assert "Played: a risky option, to look at again" in english


def test_a_call_that_is_not_for_15_is_said_to_be_less_safe_and_one_too_many_is_not(site: Flask, make_person: MakePerson) -> None:
    """An embolism told to the team; then the call to 15 where the team was enough."""
    person, leads = make_person("gp"), dict[str, str]()
    while len(leads) < 2:
        play = begin(person, "gps", "gp-calf")
        go_on(person, play, do="go_on")
        go_on(person, play, do="go_on")
        right = right_of(site, play, "decide")
        go_on(person, play, choice="team" if right == "samu" else "samu")
        page = go_on(person, play, choice=right_of(site, play, "say"))
        leads[right] = re.findall(r'<p class="lead">([^<]+)</p>', page)[0]
    assert leads == {"samu": "Une autre option est plus sûre", "team": "Une autre option convient mieux"}


def test_a_form_sent_twice_counts_once_and_an_empty_one_not_at_all(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    token = str(uuid4())
    for _ in range(2):
        assert person.post("/fr/cours/pharmacists/cas/ph-closing/commencer", token=token).status_code == 303
    play = f"/fr/cas/{token}"
    assert len([run for run in runs(site) if str(run.uuid) == token]) == 1
    first, second = OPTION.findall(person.get(play).text)[:2]
    for choice in (first, second):
        person.post(f"{play}/faire", turn="1", choice=choice)
    assert [run.log for run in runs(site) if str(run.uuid) == token] == [[["ask", first]]]
    empty = person.post(f"{play}/faire", turn="2")
    assert empty.status_code == 422
    assert "Choisissez une des lignes" in empty.text
    assert person.post(f"{play}/faire", turn="2", choice="no-such-question").status_code == 400
    assert [run.turn for run in runs(site) if str(run.uuid) == token] == [2]
    assert [one["verb"]["id"].rsplit("/", 1)[1] for one in told(site, person)] == ["initialized"]


def test_nobody_sees_or_takes_a_turn_in_the_play_of_another(site: Flask, make_person: MakePerson, guest: Person) -> None:
    person, other = make_person("gp"), make_person("gp")
    play = begin(person, "gps", "gp-mouth")
    for stranger in (other, guest):
        assert stranger.get(play).status_code == 404
        assert stranger.post(f"{play}/faire", turn="1", do="go_on").status_code == 404
        assert stranger.post("/fr/cours/gps/cas/gp-mouth/commencer", token=str(uuid4()), again=play.rsplit("/", 1)[1]).status_code == 404
        assert stranger.post("/fr/cours/gps/cas/gp-mouth/commencer", token=play.rsplit("/", 1)[1]).status_code == 404


def test_the_same_story_can_be_played_again_and_a_case_rewritten_is_said_so(site: Flask, make_person: MakePerson) -> None:
    person = make_person("gp")
    play = begin(person, "gps", "gp-back")
    again = begin(person, "gps", "gp-back", again=play.rsplit("/", 1)[1])
    first, second = runs(site)[-2:]
    assert (first.seed, first.uuid) == (second.seed, UUID(play.rsplit("/", 1)[1]))
    with site.app_context():

        def rewrite(session: Any) -> None:
            session.get(CaseRun, second.id).version = "000000000000"

        submit(rewrite)
    answer = person.get(again)
    assert answer.status_code == 409
    assert "Ce cas a été réécrit" in answer.text
    assert person.get("/fr/cours/gps/cas/gp-back").status_code == 200


def test_cases_count_for_no_module_test_or_attestation(site: Flask, make_person: MakePerson) -> None:
    person = make_person("gp")
    for key in ("gp-mouth", "gp-calf"):
        play = begin(person, "gps", key)
        for _ in ("ask", "look"):
            go_on(person, play, do="go_on")
        for moment in ("decide", "say"):
            go_on(person, play, choice=right_of(site, play, moment))
    with site.app_context():
        mine = select(Registration).join(Learner).where(Learner.uuid == person.pseudonym)
        [registration] = db.session.scalars(mine)
        assert registration.finished_at is None
        assert db.session.scalars(select(Progress).where(Progress.registration_id == registration.id)).all() == []
        assert db.session.scalars(select(Attestation)).all() == []


def test_a_course_without_cases_has_no_page_of_them(learner: Person) -> None:
    assert learner.get("/fr/cours/patient-essentials/cas").status_code == 404
    assert "/cas" not in learner.get("/fr/cours/patient-essentials").text
    assert learner.get("/fr/cours/gps/cas/ph-closing").status_code == 404


def test_no_word_of_a_case_or_a_choice_is_logged_or_told(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    play = begin(person, "pharmacists", "ph-herb")
    for _ in ("ask", "look"):
        go_on(person, play, do="go_on")
    go_on(person, play, choice=right_of(site, play, "decide"))
    text = str(told(site, person))
    assert "millepertuis" not in text
    assert site_of(site).settings.home_page.split("//")[1] in text
