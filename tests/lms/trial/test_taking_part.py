"""Taking part in a trial: the way in, a place under seal, questionnaires in their days, leaving, and what staff see."""

import re
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person, add_person
from sqlalchemy import inspect, select, text, update
from sqlalchemy.orm import Session
from trial_cast import EN, FR, NAME, answers, days_before, enter, hand_in, open_trial

from lms.accounts.models import Learner
from lms.cohorts import registering, trial_rule
from lms.cohorts.models import Cohort
from lms.people.rosters import roster_rows
from lms.trial import content_hash, placing, sealing, trials
from lms.trial.models import TrialParticipant, TrialPlace
from lms.trial.table import extract
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.site import content

STAFF = f"/fr/site/essais/{NAME}"


@pytest.fixture(scope="module", autouse=True)
def trial(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
    open_trial(site, tmp_path_factory.mktemp("trial"))


@pytest.fixture
def patient(make_person: MakePerson) -> Person:
    return make_person("patient", simulated=True)


def row_of(site: Flask, person: Person) -> TrialParticipant:
    with site.app_context():
        learner_id = person.account.learner.id
        return db.session.scalars(select(TrialParticipant).where(TrialParticipant.learner_id == learner_id)).one()


def take_place(site: Flask, person: Person, *, days_ago: int = 0) -> TrialPlace:
    """Through the pages; then the place is moved back in time, as if the days had passed."""
    assert enter(person) == 303
    assert hand_in(person, "start") == 303
    row = row_of(site, person)
    assert row.place
    place_id, at = row.place.id, days_before(days_ago)
    with site.app_context():
        submit(lambda work: work.execute(update(TrialPlace).where(TrialPlace.id == place_id).values(at=at)).rowcount)  # type: ignore[attr-defined]
    return row.place


def arm_of(site: Flask, place: TrialPlace) -> str:
    return sealing.unseal(sealing.box_of(site_of(site).settings), place.arm_box)


def test_a_person_reads_agrees_answers_and_is_given_a_place_and_the_sheet(site: Flask, patient: Person) -> None:
    first = patient.get(FR).text
    assert "Nous comparons des façons d’apprendre." in first
    assert patient.get(f"{FR}/questions/start").status_code == 404
    assert enter(patient) == 303
    assert "/questions/start" in patient.get(FR).text
    assert patient.post(f"{FR}/questions/start", start_1="safe").status_code == 422
    assert row_of(site, patient).place is None
    sent = patient.post(f"{FR}/questions/start", **answers("start"))
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{FR}/merci/start")
    assert "/quand-j-appelle" in patient.get(f"{FR}/merci/start").text or "when" in patient.get(f"{EN}/thanks/start").text
    assert row_of(site, patient).place is not None
    again = patient.post(f"{FR}/questions/start", **answers("start"))
    assert (again.status_code, again.headers["Location"]) == (303, f"{FR}/merci/start")
    assert patient.get(f"{FR}/questions/start").headers["Location"] == f"{FR}/merci/start"


@pytest.mark.parametrize(
    ("days", "open_phase"), [(6, None), (7, "end"), (14, "end"), (15, None), (29, None), (30, "day_30"), (44, "day_30"), (45, None)]
)
def test_each_questionnaire_has_its_days(site: Flask, patient: Person, days: int, open_phase: str | None) -> None:
    take_place(site, patient, days_ago=days)
    found = {phase for phase in ("start", "end", "day_30") if patient.get(f"{FR}/questions/{phase}").status_code == 200}
    assert found == ({open_phase} if open_phase else set())


def test_the_arm_is_sealed_and_stands_in_no_other_table_and_in_no_statement(site: Flask, make_person: MakePerson) -> None:
    arms = {}
    for _ in range(9):
        person = make_person("patient", simulated=True)
        arms[person.pseudonym] = arm_of(site, take_place(site, person))
        person.get("/fr/jouer")
    assert set(arms.values()) == {"game", "modules", "booklet"}
    told = re.compile(r'"(arm|ext:arm)"|randomized')
    with site.app_context(), db.engine.connect() as connection:
        for name in set(inspect(connection).get_table_names()) - {"trial"}:
            for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings():
                assert not told.search(str({key: value for key, value in row.items() if key != "definition"})), name
        boxes = connection.execute(select(TrialPlace.arm_box)).scalars().all()
    assert all(not set(arms.values()) & set(re.findall(r"[a-z]{4,}", box)) for box in boxes)


def test_the_day_of_the_place_silences_reviews(site: Flask, patient: Person) -> None:
    take_place(site, patient, days_ago=3)
    with site.app_context():
        entry = trial_rule.entered_on(db.session(), patient.pseudonym)
    assert trial_rule.is_quiet(entry, now().date())


@pytest.mark.parametrize(
    ("form", "excluded"),
    [
        ({"reason": "under_18"}, "under_18"),
        ({"reason": "no_treatment", "agreement": "no"}, "no_treatment"),
        ({"agreement": "no"}, "no_consent"),
    ],
)
def test_who_is_not_eligible_or_does_not_agree_is_counted_and_asked_nothing(
    site: Flask, patient: Person, form: dict[str, str], excluded: str
) -> None:
    assert enter(patient, **form) == 303
    assert row_of(site, patient).excluded == excluded
    assert patient.get(f"{FR}/questions/start").status_code == 404
    assert patient.get("/fr/cours").status_code == 200
    enter(patient)
    assert row_of(site, patient).excluded == ("" if excluded == "no_consent" else excluded), "only a no can become a yes"


@pytest.mark.parametrize("form", [{"place": "c"}, {"agreement": ""}, {"reason": ""}])
def test_an_answer_that_is_missing_keeps_nothing(site: Flask, patient: Person, form: dict[str, str]) -> None:
    assert enter(patient, **form) == 422
    with site.app_context():
        learner_id = patient.account.learner.id
        assert db.session.scalar(select(TrialParticipant.id).where(TrialParticipant.learner_id == learner_id)) is None


def test_a_role_outside_the_strata_is_told_so(make_person: MakePerson) -> None:
    assert enter(make_person("pharmacist", simulated=True)) == 422


def test_real_people_never_enter_a_trial_of_simulated_ones(learner: Person) -> None:
    assert learner.get(FR).status_code == 404
    assert enter(learner) == 404


def test_changed_texts_stop_new_places_until_somebody_says_why(site: Flask, make_person: MakePerson) -> None:
    waiting, late = make_person("patient", simulated=True), make_person("patient", simulated=True)
    assert enter(waiting) == 303
    at_site = site_of(site)
    before, changed = content_hash.current(at_site, at_site.newest_content.catalogue), "0" * 64
    at_site.trial_content = (at_site.newest_content.catalogue, changed)
    try:
        assert hand_in(waiting, "start") == 409
        assert row_of(site, waiting).place is None
        assert enter(late) == 409
        with site.app_context():
            submit(lambda work: trials.accept_content(work, NAME, changed, "A sentence on pumps was mended.", now()))
        assert hand_in(waiting, "start") == 303
        with site.app_context():
            submit(lambda work: trials.accept_content(work, NAME, before, "The sentence was put back as it was.", now()))
    finally:
        at_site.trial_content = None


def test_a_protocol_that_is_not_the_locked_one_stops_places(site: Flask) -> None:
    with site.app_context():
        row = trials.find(db.session(), NAME)
        assert placing.stopped(row, row.content_hash) is None
        row.protocol = row.protocol.replace('"target":360', '"target":361')
        assert placing.stopped(row, row.content_hash) == placing.PROTOCOL
        db.session.rollback()


def test_leaving_needs_a_reason_opens_the_site_and_keeps_the_count(site: Flask, make_person: MakePerson) -> None:
    patient = make_person("patient", simulated=True)
    while arm_of(site, take_place(site, patient)) == "game":  # to it every page is open
        patient = make_person("patient", simulated=True)
    closed = [path for path in ("/fr/cours", "/fr/jouer") if patient.get(path).status_code == 404]
    assert closed
    assert patient.post(f"{FR}/quitter").status_code == 422
    for _press in range(2):
        assert patient.post(f"{FR}/quitter", reason="no_time").status_code == 303
    assert [patient.get(path).status_code for path in closed] == [200] * len(closed)
    assert patient.get(f"{FR}/questions/end").status_code == 404
    assert row_of(site, patient).reason == "no_time"


def test_a_harm_is_counted_and_one_of_no_list_is_not(site: Flask, patient: Person) -> None:
    take_place(site, patient)
    assert patient.post(f"{FR}/signaler", harm="cold").status_code == 422
    for _press in range(2):
        assert patient.post(f"{FR}/signaler", harm="distress").status_code == 303
    with site.app_context():
        row = trials.find(db.session(), NAME)
        people = extract.participants(db.session(), row, sealing.box_of(site_of(site).settings), now())
    assert sum(one.values.get("distress", 0) for one in people) == 1


def test_what_somebody_met_outside_her_arm_is_counted_of_those_asked(site: Flask, patient: Person) -> None:
    """At day 30 alone, by arm; a press again changes nothing."""

    def counts() -> dict[tuple[str, str], tuple[int, int]]:
        with site.app_context():
            row = trials.find(db.session(), NAME)
            told = extract.elsewhere(db.session(), row, sealing.box_of(site_of(site).settings))
        return {(arm, what): (n, asked) for arm, what, n, asked in told}

    arm, before = arm_of(site, take_place(site, patient, days_ago=31)), counts()
    given = {**answers("day_30"), "elsewhere-booklet": "yes"}
    for _press in range(2):
        patient.post(f"{FR}/questions/day_30", **given)
    after = counts()
    assert {key: (after[key][0] - before[key][0], after[key][1] - before[key][1]) for key in after} == {
        key: (int(key == (arm, "booklet")), int(key[0] == arm)) for key in after
    }


def test_staff_see_the_flow_without_arms_and_may_exclude_late(site: Flask, admin: Person, patient: Person) -> None:
    place = take_place(site, patient)
    page = admin.get(STAFF).text
    assert not any(name in page for name in ("Jeu et modules", "Modules seuls", "Livret imprimé"))
    number = row_of(site, patient).id
    assert admin.post(f"{STAFF}/exclure", number=str(number), reason="under_18").status_code == 303
    assert admin.post(f"{STAFF}/exclure", number=str(number), reason="under_18").status_code == 404
    assert admin.post(f"{STAFF}/exclure", number=str(number), reason="no_consent").status_code == 400
    with site.app_context():
        row = trials.find(db.session(), NAME)
        flow = extract.counts(db.session(), row, sealing.box_of(site_of(site).settings), now())
    assert next(arm for arm in flow.arms if arm.arm == arm_of(site, place)).excluded_late == {"under_18": 1}


def seen_of(site: Flask, uuid: str, learner_id: int) -> tuple[int, datetime | None, int | None]:
    """What the roster of her cohort is made of: modules done, her last step, her run."""
    with site.test_request_context("/fr"):
        cohort = db.session.scalars(select(Cohort).where(Cohort.uuid == UUID(uuid))).one()
        (row,) = roster_rows.of_cohort(db.session(), cohort, content.course(cohort.course), learner_id)
    return row.done, row.last_step, row.registration_id


def test_staff_of_her_cohort_see_nothing_of_what_she_did(site: Flask, make_person: MakePerson, educator: Person) -> None:
    member = make_person("patient", simulated=True)
    educator_id, learner_id = educator.account.id, member.account.learner.id

    def gather(work: Session) -> str:
        cohort = registering.open_cohort(work, "Hiver", "patient-essentials", "", educator_id, now(), is_simulated=True)
        registering.join(work, cohort, work.get_one(Learner, learner_id), None, "https://example.org", now())
        return str(cohort.uuid)

    with site.app_context():
        uuid = submit(gather)
    roster, record = f"/fr/cohortes/{uuid}/personnes", f"/fr/cohortes/{uuid}/personnes/{learner_id}"
    assert "0 sur" in educator.get(roster).text
    assert member.get(f"{FEVER}/1").status_code == 200
    assert seen_of(site, uuid, learner_id)[1:] != (None, None), "what she read is there to be seen"
    take_place(site, member)
    assert seen_of(site, uuid, learner_id) == (0, None, None)
    for path in (roster, record):
        page = educator.get(path).text
        assert "non montré pendant un essai" in page
        assert "0 sur" not in page


def test_somebody_erased_takes_her_answers_with_her_and_stays_in_the_count(site: Flask) -> None:
    person = add_person(site, "patient", f"leaves-{uuid4().hex[:6]}", simulated=True)
    place = take_place(site, person)
    with site.app_context():
        before = len(db.session.scalars(select(TrialPlace)).all())
        learner_id = person.account.learner.id
        submit(lambda work: work.execute(text("DELETE FROM learner WHERE id = :id"), {"id": learner_id}).rowcount)  # type: ignore[attr-defined]
        assert db.session.scalar(select(TrialParticipant.id).where(TrialParticipant.learner_id == learner_id)) is None
        assert len(db.session.scalars(select(TrialPlace)).all()) == before
        row = trials.find(db.session(), NAME)
        flow = extract.counts(db.session(), row, sealing.box_of(site_of(site).settings), now())
    assert next(arm for arm in flow.arms if arm.arm == arm_of(site, place)).withdrawn["erased"] == 1


def test_a_site_without_a_trial_has_no_page_of_one_and_makes_no_key(tmp_path: Path) -> None:
    from lms_site import close, make_site

    app = make_site(tmp_path)
    try:
        person = add_person(app, "patient", "somebody")
        assert person.get("/fr/essais").status_code == 404
        assert not sealing.has_trials(site_of(app).settings)
    finally:
        close(app)
