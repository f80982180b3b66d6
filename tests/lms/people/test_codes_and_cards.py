"""Links and nameless cards: random, hashed, ended, counted; a wrong one looks like one that ended; nothing acts on a GET."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person, add_person
from people_cast import PASSPHRASE, cards_of, change, codes_on, counted_queries, link_of, open_cohort, put_in
from sqlalchemy import func, select, update

from lms.accounts import codes, start_codes
from lms.accounts.guess_rules import JOINING_BY_ADDRESS
from lms.accounts.models import Account, GuessCount, Learner
from lms.cohorts import card_names
from lms.cohorts.models import Cohort, Invitation, Registration, cohort_membership
from lms.web.database.extensions import db
from lms.web.database.instants import now

VOLATILE = re.compile(r'name="csrf_token" value="[^"]+"|value="[0-9A-Z ]+"|\b[0-9a-f]{16}\b')
ACCOUNT = {"passphrase": PASSPHRASE, "consent": "yes", "role": "patient"}


@pytest.fixture
def group(site: Flask, educator: Person) -> UUID:
    return open_cohort(site, educator)


@pytest.fixture(autouse=True)
def _no_guesses_before(site: Flask) -> None:
    change(site, lambda work: work.query(GuessCount).delete())


def invitations(site: Flask, cohort: UUID) -> list[Invitation]:
    with site.app_context():
        wanted = select(Invitation).join(Cohort).where(Cohort.uuid == cohort).order_by(Invitation.id)
        return list(db.session.scalars(wanted))


def members(site: Flask, cohort: UUID) -> dict[UUID, str | None]:
    """Pseudonym -> label of who is in the cohort now."""
    table = cohort_membership.c
    wanted = select(Learner.uuid, table.label).join(Learner, Learner.id == table.learner_id).join(Cohort, Cohort.id == table.cohort_id)
    with site.app_context():
        rows = db.session.execute(wanted.where(Cohort.uuid == cohort, table.left_at.is_(None)))
        return {row.uuid: row.label for row in rows}


def test_a_patient_opens_her_own_account_with_a_card_and_staff_typed_nothing(
    site: Flask, educator: Person, guest: Person, group: UUID
) -> None:
    code = cards_of(educator, group)[0]
    assert guest.get(f"/fr/code/{code}").status_code == 200
    step = guest.post("/fr/code", code=code.lower())
    assert step.status_code == 200
    assert "Automne" in step.text
    label = invitations(site, group)[0].label
    assert label == "kingfisher"
    name = f"nadia-{uuid4().hex[:6]}"
    answer = guest.post("/fr/code/suite", code=code, name=name, **ACCOUNT)
    assert answer.status_code == 303
    response = guest.get(answer.headers["Location"])
    assert "Vous êtes maintenant dans Automne" in response.text
    assert "Martin-pêcheur" in response.text
    nadia = Person(site, name)
    assert members(site, group) == {nadia.pseudonym: "kingfisher"}
    assert nadia.account.email is None
    assert nadia.account.consented_at is not None


def test_the_suggested_name_says_nothing_of_her(educator: Person, guest: Person, group: UUID) -> None:
    step = guest.post("/fr/code", code=cards_of(educator, group)[0]).text
    assert re.search(r'id="name"[^>]*value="martin-pêcheur-\d{3}"', step)


def test_a_card_is_for_one_person_and_a_second_press_changes_nothing(
    site: Flask, educator: Person, make_person: MakePerson, group: UUID
) -> None:
    code, first, second = cards_of(educator, group)[0], make_person("patient"), make_person("patient")
    for _press in range(2):
        assert first.post("/fr/code/suite", code=code).status_code == 303
    assert second.post("/fr/code/suite", code=code).status_code == 422
    assert list(members(site, group)) == [first.pseudonym]
    assert [row.uses for row in invitations(site, group)][:2] == [1, 0]


def test_a_link_is_for_several_counted_once_a_person_and_full_at_its_number(
    site: Flask, educator: Person, make_person: MakePerson, group: UUID
) -> None:
    code = link_of(educator, group, uses="2")
    people = [make_person("pharmacist") for _ in range(3)]
    answers = [person.post("/fr/code/suite", code=code).status_code for person in (*people[:2], people[0], people[2])]
    assert answers == [303, 303, 303, 422]
    assert len(members(site, group)) == 2
    assert "2 sur 2" in educator.get(f"/fr/cohortes/{group}/inviter").text


def test_wrong_ended_revoked_used_and_closed_look_the_same(
    site: Flask, educator: Person, guest: Person, make_person: MakePerson, group: UUID
) -> None:
    wrong = codes.grouped(codes.new_code())
    ended, revoked, used = link_of(educator, group), link_of(educator, group), link_of(educator, group, uses="1")
    rows = invitations(site, group)
    change(
        site,
        lambda work: work.execute(update(Invitation).where(Invitation.id == rows[0].id).values(expires_at=now() - timedelta(seconds=1))),
    )
    assert educator.post(f"/fr/cohortes/{group}/inviter/{rows[1].uuid}/fin").status_code == 303
    assert make_person("gp").post("/fr/code/suite", code=used).status_code == 303
    other = open_cohort(site, educator, "Hiver")
    closed = link_of(educator, other)
    change(site, lambda work: work.execute(update(Cohort).where(Cohort.uuid == other).values(closed_at=now())))
    for path in ("/fr/code", "/fr/code/suite"):
        answers = [guest.post(path, code=code) for code in (wrong, ended, revoked, used, closed)]
        assert {answer.status_code for answer in answers} == {422}
        assert len({VOLATILE.sub("", answer.text) for answer in answers}) == 1


def test_all_refusals_take_the_same_steps(site: Flask, educator: Person, guest: Person, group: UUID) -> None:
    ended = link_of(educator, group)
    change(site, lambda work: work.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1))))
    guest.post("/fr/code", code=ended)
    counts = []
    for code in (codes.grouped(codes.new_code()), ended, "no code at all", ""):
        with counted_queries(site) as seen:
            guest.post("/fr/code", code=code)
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts


def test_neither_get_nor_head_uses_a_code_up(site: Flask, educator: Person, learner: Person, guest: Person, group: UUID) -> None:
    """Mail scanners and previews open every link."""
    code = cards_of(educator, group)[0]
    for person in (guest, learner):
        for method in ("GET", "HEAD"):
            for path in (f"/fr/code/{code}", f"/en/code/{code.replace(' ', '')}", "/fr/code", f"/fr/code/suite?code={code}"):
                assert person.client.open(path, method=method).status_code == 200
    assert guest.post("/fr/code", code=code).status_code == 200, "looking uses nothing up either"
    assert (members(site, group), [row.uses for row in invitations(site, group)]) == ({}, [0] * 8)


def test_guessing_is_slowed_down_and_a_right_code_costs_nothing(educator: Person, guest: Person, group: UUID) -> None:
    code = link_of(educator, group)
    for _ in range(JOINING_BY_ADDRESS.free):
        assert guest.post("/fr/code", code=code).status_code == 200
    for _ in range(JOINING_BY_ADDRESS.free + 1):
        assert guest.post("/fr/code", code=codes.grouped(codes.new_code())).status_code == 422
    assert guest.post("/fr/code", code=code).status_code == 429
    assert guest.post("/fr/code/suite", code=code).status_code == 429


def test_no_code_stands_in_the_database(site: Flask, educator: Person, group: UUID) -> None:
    drawn = [link_of(educator, group), *cards_of(educator, group, "16")]
    assert len(set(drawn)) == 17
    with site.app_context():
        file = str(db.engine.url.database)
    held = b"".join(Path(file + end).read_bytes() for end in ("", "-wal"))
    assert not [code for code in drawn if code.encode() in held or code.replace(" ", "").encode() in held]


def test_a_page_with_codes_is_kept_by_no_cache_and_shown_once(educator: Person, group: UUID) -> None:
    answer = educator.post(f"/fr/cohortes/{group}/inviter/cartes", days="90", count="8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(codes_on(answer.text)) == 8
    assert codes_on(educator.get(f"/fr/cohortes/{group}/inviter").text) == []


def test_a_foreign_host_changes_no_link(site: Flask, educator: Person, group: UUID) -> None:
    answer = educator.client.post(
        f"/fr/cohortes/{group}/inviter/lien",
        data={"csrf_token": educator.token(), "days": "30"},
        headers={"X-Forwarded-Host": "evil.example"},
    )
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def test_an_educator_makes_and_ends_nothing_in_anothers_cohort(educator: Person, stranger: Person, site: Flask, group: UUID) -> None:
    link_of(educator, group)
    row = invitations(site, group)[0]
    own = open_cohort(site, stranger, "Autre")
    asked = [stranger.get(f"/fr/cohortes/{group}/inviter"), stranger.post(f"/fr/cohortes/{group}/inviter/lien", days="30")]
    asked += [stranger.post(f"/fr/cohortes/{cohort}/inviter/{row.uuid}/fin") for cohort in (group, own)]
    assert {answer.status_code for answer in asked} == {404}
    assert invitations(site, group)[0].revoked_at is None


def test_a_training_manager_gives_links_and_no_cards(make_person: MakePerson, site: Flask) -> None:
    manager = make_person("training_manager")
    cohort = open_cohort(site, manager, "Officines", "pharmacist-essentials")
    assert "cartes sans nom" not in manager.get(f"/fr/cohortes/{cohort}/inviter").text
    assert manager.post(f"/fr/cohortes/{cohort}/inviter/cartes", days="90", count="8").status_code == 403
    assert link_of(manager, cohort)


@pytest.mark.parametrize(
    "name", ["Cancer du sein", "LYMPHOMES 2026", "Sous imatinib", "Groupe Glivec", "Breast", "Chimio du mardi", "5-FU"]
)
def test_no_cohort_is_named_after_an_illness_or_a_remedy(educator: Person, name: str) -> None:
    answer = educator.post("/fr/cohortes", name=name, course="patient-essentials", campaign="")
    assert answer.status_code == 422
    assert "maladie ou un traitement" in answer.text


def test_who_comes_without_a_card_gets_a_name_of_her_own_and_professionals_none(
    site: Flask, educator: Person, make_person: MakePerson, group: UUID
) -> None:
    cards_of(educator, group)
    patients, pharmacist = [make_person("patient"), make_person("caregiver")], make_person("pharmacist")
    for person in (*patients, pharmacist):
        put_in(site, person, group)
    labels = members(site, group)
    hers = [labels[person.pseudonym] for person in patients]
    assert labels[pharmacist.pseudonym] is None
    assert len({*hers, *(row.label for row in invitations(site, group))}) == 10


def test_she_sees_her_groups_and_leaves(site: Flask, educator: Person, learner: Person, group: UUID) -> None:
    put_in(site, learner, group)
    assert "Automne" in learner.get("/fr/mes-groupes").text
    assert learner.post(f"/fr/mes-groupes/{group}/quitter").status_code == 303
    assert "Automne" not in learner.get("/fr/mes-groupes").text
    assert learner.post(f"/fr/mes-groupes/{group}/quitter").status_code == 404
    assert learner.post(f"/fr/mes-groupes/{uuid4()}/quitter").status_code == 404


def test_what_a_guest_did_comes_along(site: Flask, educator: Person, guest: Person, group: UUID) -> None:
    guest.post(f"{FEVER}/commencer")
    name = f"guest-{uuid4().hex[:6]}"
    guest.post("/fr/code/suite", code=cards_of(educator, group)[0], name=name, **ACCOUNT)
    learner_id = Person(site, name).account.learner.id
    with site.app_context():
        (row,) = db.session.scalars(select(Registration).where(Registration.learner_id == learner_id)).all()
        assert row.cohort is not None
        assert row.cohort.uuid == group


def test_a_real_person_never_joins_simulated_learners_and_an_account_made_there_is_one(
    site: Flask, educator: Person, learner: Person, guest: Person
) -> None:
    demo = open_cohort(site, educator, "Essai", simulated=True)
    code = cards_of(educator, demo)[0]
    assert learner.post("/fr/code/suite", code=code).status_code == 422
    name = f"demo-{uuid4().hex[:6]}"
    assert guest.post("/fr/code/suite", code=code, name=name, **ACCOUNT).status_code == 303
    assert Person(site, name).account.learner.is_simulated


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", "a b"), ("passphrase", "short"), ("role", "admin"), ("role", "pharmacist"), ("consent", "")]
)
def test_an_incomplete_form_uses_nothing_up(site: Flask, educator: Person, guest: Person, group: UUID, field: str, value: str) -> None:
    """A card is for patients and carers: no other path can be chosen with it."""
    code = cards_of(educator, group)[0]
    form = {"name": f"x-{uuid4().hex[:6]}", **ACCOUNT, field: value}
    answer = guest.post("/fr/code/suite", code=code, **form)
    assert answer.status_code == 422
    assert PASSPHRASE not in answer.text
    assert members(site, group) == {}
    with site.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account).where(Account.username == form["name"])) == 0


def test_a_taken_name_leaves_the_card_for_another_try(site: Flask, educator: Person, learner: Person, guest: Person, group: UUID) -> None:
    code = cards_of(educator, group)[0]
    assert guest.post("/fr/code/suite", code=code, name=learner.name, **ACCOUNT).status_code == 422
    assert guest.post("/fr/code/suite", code=code, name=f"y-{uuid4().hex[:6]}", **ACCOUNT).status_code == 303


def test_names_of_cards_never_end_and_never_repeat() -> None:
    labels = [card_names.label_at(place) for place in range(300)]
    assert len(set(labels)) == 300
    for language in ("fr", "en"):
        assert len({card_names.words(label, language) for label in labels}) == 300


def give_start_code(site: Flask, person: Person) -> str:
    code, account_id = codes.new_code(), person.account.id
    with site.app_context():
        hash = codes.hashed(code)
    change(site, lambda work: start_codes.issue(work, account_id, hash, None, now()))
    return code


def test_a_start_code_sets_a_passphrase_once_and_asks_for_consent(site: Flask, guest: Person) -> None:
    nurse = add_person(site, "nurse", f"nurse-{uuid4().hex[:8]}", has_consented=False)
    code = give_start_code(site, nurse)
    step = guest.post("/fr/code", code=code)
    assert str(nurse.name) in step.text
    assert guest.post("/fr/code/suite", code=code, passphrase="cinq mots encore plus longs").status_code == 422
    assert nurse.account.consented_at is None
    answer = guest.post("/fr/code/suite", code=code, passphrase="cinq mots encore plus longs", consent="yes")
    assert answer.status_code == 303
    assert str(nurse.name) in guest.get("/fr/compte").text
    assert nurse.account.consented_at is not None
    assert Person(site, None).post("/fr/code", code=code).status_code == 422
    again = Person(site, None).post("/fr/code/suite", code=code, passphrase="six mots vraiment tout autres", consent="yes")
    assert again.status_code == 422


def test_a_newer_start_code_ends_the_older_and_none_opens_a_suspended_account(site: Flask, make_person: MakePerson, guest: Person) -> None:
    nurse = make_person("nurse")
    older, newer = give_start_code(site, nurse), give_start_code(site, nurse)
    assert [guest.post("/fr/code", code=code).status_code for code in (older, newer)] == [422, 200]
    account_id = nurse.account.id
    change(site, lambda work: work.execute(update(Account).where(Account.id == account_id).values(active=False)))
    assert guest.post("/fr/code", code=newer).status_code == 422
