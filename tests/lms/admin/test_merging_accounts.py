"""Two accounts of one person become one: nothing is lost, nobody is mixed, and what is erased later is erased under both pseudonyms."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from award_site import issued, pharmacist
from canaries import CanarySite, Known, command
from flask import Flask
from lms_cast import PASSPHRASE, MakePerson, Person
from people_cast import change, put_in
from sqlalchemy import func, select

from lms.accounts.consents import consents
from lms.accounts.merging import merge_rules, pseudonyms
from lms.accounts.merging.merge_models import FormerPseudonym
from lms.accounts.models import Account, Device, Profession
from lms.audit.models import AuditLine
from lms.cohorts.models import RecordLook, Registration, cohort_membership
from lms.credentials.models import Attestation
from lms.web.database.extensions import db
from lms.web.database.instants import now


def asked(admin: Person, kept: Person, gone: str) -> str:
    answer = admin.post(f"/fr/site/personnes/{kept.account.id}/fusion", other=gone)
    return f"{answer.status_code} {answer.text}"


def merged(admin: Person, kept: Person, gone: Person) -> int:
    return admin.post(f"/fr/site/personnes/{kept.account.id}/fusion/faire", gone=str(gone.account.id)).status_code


def count(site: Flask, query: object) -> int:
    with site.app_context():
        return db.session.scalar(query) or 0  # type: ignore[call-overload, no-any-return]


def test_each_table_that_leads_to_a_person_has_one_rule() -> None:
    leading = {
        name
        for name, table in db.metadata.tables.items()
        for key in table.foreign_keys
        if key.ondelete == "CASCADE" and key.column.table.name in ("account", "learner")
    }
    lists = [merge_rules.MOVED, frozenset(merge_rules.MOVED_WHERE_FREE), merge_rules.DROPPED]
    assert leading == frozenset().union(*lists)
    assert sum(map(len, lists)) == len(leading), "a table stands in one list alone"


def test_an_admin_sees_both_before_anything_happens(site: Flask, admin: Person, make_person: MakePerson) -> None:
    kept, gone = make_person("nurse"), make_person("nurse")
    page = asked(admin, kept, gone.account.username)
    assert page.startswith("200")
    assert gone.account.username in page
    assert "Ce compte s’arrête" in page
    assert kept.account.username != gone.account.username
    assert count(site, select(func.count()).select_from(FormerPseudonym)) == 0


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [("patient", "nurse", "rôles différents"), ("caregiver", "patient", "rôles différents"), ("nurse", "educator", "restent séparés")],
)
def test_roles_are_never_mixed(site: Flask, admin: Person, make_person: MakePerson, one: str, other: str, words: str) -> None:
    kept, gone = make_person(one), make_person(other)
    said = asked(admin, kept, gone.account.username)
    assert said.startswith("422")
    assert words in said
    assert merged(admin, kept, gone) == 422
    assert merged(admin, gone, kept) == 422
    assert gone.account.id


def test_two_people_whose_professions_were_checked_stay_two(site: Flask, admin: Person) -> None:
    one, other = pharmacist(site), pharmacist(site)
    declare(site, one, "verified")
    declare(site, other, "verified")
    assert "vérifié les deux professions" in asked(admin, one, other.account.username)
    assert merged(admin, one, other) == 422
    other_id = other.account.id
    change(site, lambda work: setattr(work.get_one(Profession, other_id), "state", "declared"))
    assert asked(admin, one, other.account.username).startswith("200")


def declare(site: Flask, person: Person, state: str) -> None:
    row = Profession(account_id=person.account.id, profession="pharmacist", family_name="Zq", state=state, declared_at=now())
    change(site, lambda work: work.add(row))


def test_oneself_a_stranger_and_a_demonstration(admin: Person, make_person: MakePerson) -> None:
    kept, demo = make_person("nurse"), make_person("nurse", simulated=True)
    assert asked(admin, kept, "personne.du.tout").startswith("422")
    assert "même compte" in asked(admin, kept, kept.account.username)
    assert "démonstration" in asked(admin, kept, demo.account.username)
    assert admin.post(f"/fr/site/personnes/{admin.account.id}/fusion/faire", gone=str(kept.account.id)).status_code == 404


def test_what_a_professional_earned_in_both_is_hers(site: Flask, admin: Person, make_person: MakePerson) -> None:
    gone, kept = pharmacist(site), make_person("pharmacist")
    paper = issued(site, gone)
    declare(site, gone, "verified")
    declare(site, kept, "declared")
    former, mark_of_gone = gone.pseudonym, count_lines_about(site, admin, gone)
    assert merged(admin, kept, gone) == 303
    with site.app_context():
        learner = db.session.scalars(select(Account).where(Account.id == kept.account.id)).one().learner
        assert db.session.scalar(select(Attestation.learner_id).where(Attestation.uuid == paper.uuid)) == learner.id
        assert db.session.scalar(select(FormerPseudonym.uuid).where(FormerPseudonym.learner_id == learner.id)) == former
        assert pseudonyms.former_names(db.session()) == {former: kept.account.username}
        assert db.session.scalars(select(RecordLook.what).where(RecordLook.learner_id == learner.id)).all()[-1] == "merged"
        assert db.session.get(Profession, kept.account.id).state == "verified"  # type: ignore[union-attr]
        line = db.session.scalars(select(AuditLine).order_by(AuditLine.number.desc())).first()
        assert line is not None
        assert (line.action, line.thing) == ("accounts_merged", mark_of_gone), "the log says which mark became which"
    page = kept.get(f"/fr/mes-attestations/{paper.uuid}")
    assert page.status_code == 200
    assert "Claire Martin" in page.text
    log = admin.post("/fr/site/journal", name=kept.account.username).text
    assert "compte affiché" in log, "the line of before, about the mark that ended, is found under her name"


def count_lines_about(site: Flask, admin: Person, person: Person) -> str:
    """Look at the person's account; gives her mark as the log has it."""
    admin.get(f"/fr/site/personnes/{person.account.id}")
    with site.app_context():
        line = db.session.scalars(select(AuditLine).where(AuditLine.action == "admin.person").order_by(AuditLine.number.desc())).first()
        assert line is not None
        return line.about


def test_runs_of_one_course_count_on_and_an_empty_one_goes(site: Flask, admin: Person, make_person: MakePerson, cohort: UUID) -> None:
    kept, gone = pharmacist(site), make_person("pharmacist")
    issued(site, kept)
    change(site, lambda work: work.add(registration_of(kept, gone, key="pharmacists")))
    put_in(site, kept, cohort)
    put_in(site, gone, cohort)
    assert merged(admin, kept, gone) == 303
    with site.app_context():
        learner = db.session.get_one(Account, kept.account.id).learner.id
        runs = db.session.execute(select(Registration.key, Registration.run).where(Registration.learner_id == learner)).all()
        memberships = db.session.execute(select(cohort_membership).where(cohort_membership.c.learner_id == learner)).all()
    assert sorted(runs) == [("azur", 1), ("patient-essentials", 1), ("pharmacists", 1)], "the empty run of the other is gone"
    assert len(memberships) == 1


def registration_of(kept: Person, gone: Person, key: str) -> Registration:
    return Registration(learner_id=gone.account.learner.id, kind="course", key=key, run=1, created_at=now())


def test_what_was_taken_back_stays_taken_back(site: Flask, admin: Person, make_person: MakePerson) -> None:
    kept, gone = make_person("patient"), make_person("patient")
    gone_id = gone.account.id
    change(site, lambda work: consents.withdraw(work, work.get_one(Account, gone_id), consents.FIGURES, now()))
    assert merged(admin, kept, gone) == 303
    with site.app_context():
        account = db.session.get_one(Account, kept.account.id)
        assert not consents.holds(db.session(), account, consents.FIGURES)
        assert consents.holds(db.session(), account, consents.LEARNING)
        assert account.learner.uuid in consents.left_out(db.session())


@pytest.fixture
def canary_site(tmp_path: Path) -> Iterator[CanarySite]:
    site = CanarySite(tmp_path / "data")
    yield site
    site.close()


def merge_by_command(site: CanarySite, kept: Known, gone: Known) -> None:
    site.close()
    said = command(site.data, "user", "merge", kept.name, gone.name, "--yes")
    assert said.exit_code == 0, said.output


@pytest.mark.slow
def test_her_copy_and_her_erasure_reach_both_pseudonyms(canary_site: CanarySite, tmp_path: Path) -> None:
    kept, gone = canary_site.live(), canary_site.live()
    canary_site.close()
    assert command(canary_site.data, "backup", str(tmp_path / "before.sqlite")).exit_code == 0
    merge_by_command(canary_site, kept, gone)
    assert canary_site.lost(kept) | canary_site.lost(gone) == {("learner", gone.pseudonym.hex)}
    person = canary_site.person(kept)
    copied = person.post("/fr/vos-donnees/copie", passphrase=PASSPHRASE).data
    with zipfile.ZipFile(io.BytesIO(copied)) as archive:
        body = archive.read("data.json").decode()
    assert f"free-{gone.name}-text" in body, "what was said and kept under the other pseudonym is in her copy"
    with canary_site.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Device).where(Device.revoked_at.is_(None))) == 0
    assert canary_site.erase_on_the_page(kept)
    words = [word for word in canary_site.where_is(kept) + canary_site.where_is(gone) if "erased.ndjson" not in word]
    assert words == []
    canary_site.close()
    assert command(canary_site.data, "restore", str(tmp_path / "before.sqlite"), "--yes").exit_code == 0
    assert not {kept.name, gone.name} & canary_site.names(), "a copy from before the merge brings neither back"


@pytest.mark.slow
def test_the_weeks_of_both_open_in_the_account_that_stays(canary_site: CanarySite) -> None:
    kept, gone = canary_site.live(), canary_site.live()
    plays = [uuid for known in (kept, gone) for table, uuid in known.rows if table == "play"]
    merge_by_command(canary_site, kept, gone)
    person = canary_site.person(kept)
    for play in plays:
        answer = person.get(f"/fr/jouer/{UUID(play)}")
        assert answer.status_code == 200, f"{play}: {answer.status_code}"
