"""Withdrawal, correction and renewal: page, paper, own page, status list and badge change together, and nothing tells a stranger why."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from award_site import PASSED_AT, attestation_of, award, issued, pharmacist, register, request_of
from badge_checks import is_ended, keys_of
from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy import event, func, select

from lms.credentials import awarding, changing, codes
from lms.credentials.models import Attestation, AttestationChange
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit

ORIGIN = "http://127.0.0.1:8000"
NOW = PASSED_AT + timedelta(days=2)


@pytest.fixture(autouse=True)
def on_a_fixed_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def claire(site: Flask) -> Person:
    return pharmacist(site)


@pytest.fixture
def paper(site: Flask, claire: Person) -> Attestation:
    return issued(site, claire)


def page_of(site: Flask, code: str) -> str:
    return site.test_client().get(f"/fr/verifier/{code}").text


def badge_of(person: Person, row: Attestation) -> str:
    return person.get(f"/fr/mes-attestations/{row.uuid}/badge/jwt").data.decode()


def ended(site: Flask, token: str) -> bool:
    client = site.test_client()
    return is_ended(token, client, keys_of(client, ORIGIN), f"{ORIGIN}/badges/issuer", NOW)


def test_withdrawn_with_a_reason_that_only_admins_read(site: Flask, admin: Person, claire: Person, paper: Attestation) -> None:
    token = badge_of(claire, paper)
    at = f"/fr/site/attestations/{paper.uuid}"
    assert admin.post(f"{at}/retirer", **{"withdraw-reason": " "}).status_code == 422
    assert "Claire Martin" in page_of(site, paper.code), "no reason, no withdrawal"
    assert admin.post(f"{at}/retirer", **{"withdraw-reason": "zqreason"}).status_code == 303
    assert "zqreason" in admin.get(at).text
    for page in (page_of(site, paper.code), claire.get(f"/fr/mes-attestations/{paper.uuid}").text, claire.get("/fr/mes-attestations").text):
        assert "zqreason" not in page
    assert "n’est plus valide" in page_of(site, paper.code)
    assert ended(site, token)
    assert claire.get(f"/fr/mes-attestations/{paper.uuid}/pdf").status_code == 302
    assert claire.get(f"/fr/mes-attestations/{paper.uuid}/badge/png").status_code == 302
    assert "Retirée" in claire.get("/fr/mes-attestations").text


def test_withdrawing_twice_keeps_the_first_day_and_reason(site: Flask, admin: Person, paper: Attestation) -> None:
    at = f"/fr/site/attestations/{paper.uuid}/retirer"
    admin.post(at, **{"withdraw-reason": "first"})
    with time_machine.travel(NOW + timedelta(days=9)):
        admin.post(at, **{"withdraw-reason": "second"})
    assert attestation_of(site, paper.id).revoked_at == NOW
    with site.app_context():
        assert db.session.scalars(select(AttestationChange.reason).where(AttestationChange.attestation_id == paper.id)).all() == ["first"]


def test_asking_for_the_award_again_does_not_bring_a_withdrawn_one_back(site: Flask, admin: Person, claire: Person) -> None:
    registration = register(site, claire)
    id = award(site, claire, registration)
    admin.post(f"/fr/site/attestations/{attestation_of(site, id).uuid}/retirer", **{"withdraw-reason": "x"})
    assert award(site, claire, registration) == id
    assert attestation_of(site, id).revoked_at == NOW


def test_a_change_of_name_gives_a_new_paper_and_code_with_the_same_dates(
    site: Flask, admin: Person, claire: Person, paper: Attestation
) -> None:
    old_token = badge_of(claire, paper)
    at = f"/fr/site/attestations/{paper.uuid}/corriger"
    assert admin.post(at, name="=cmd|'/C calc'!A0", **{"correct-reason": "marriage"}).status_code == 422
    assert admin.post(at, name="Claire Roux", **{"correct-reason": ""}).status_code == 422
    assert admin.post(at, name="Claire Roux", **{"correct-reason": "marriage"}).status_code == 303
    row = attestation_of(site, paper.id)
    assert row.code != paper.code
    assert (row.issued_at, row.expires_at, row.name) == (paper.issued_at, paper.expires_at, "Claire Roux")
    old, new = page_of(site, paper.code), page_of(site, row.code)
    assert "plus récente a remplacé celle-ci" in old
    assert "Claire" not in old
    assert row.code not in old.replace("-", "")
    assert "Claire Roux" in new
    new_token = badge_of(claire, row)
    assert [ended(site, token) for token in (old_token, new_token)] == [True, False]
    assert admin.post(at, name="Claire Roux", **{"correct-reason": "again"}).status_code == 409
    assert "Claire Martin" in admin.get(f"/fr/site/attestations/{paper.uuid}").text, "what was replaced stays for admins"


def test_a_withdrawn_one_cannot_be_corrected(site: Flask, admin: Person, paper: Attestation) -> None:
    at = f"/fr/site/attestations/{paper.uuid}"
    admin.post(f"{at}/retirer", **{"withdraw-reason": "x"})
    assert admin.post(f"{at}/corriger", name="Claire Roux", **{"correct-reason": "y"}).status_code == 409
    assert attestation_of(site, paper.id).name == "Claire Martin"


def test_a_change_that_fails_half_way_changes_nothing(site: Flask, admin: Person, claire: Person, paper: Attestation) -> None:
    change = changing.Change(by=admin.account.id, reason="x", at=NOW, home_page=site_of(site).settings.home_page)

    def work_of(work: object) -> None:
        changing.correct(work, paper.uuid, "Claire Roux", change)  # type: ignore[arg-type]
        changing.revoke(work, paper.uuid, change)  # type: ignore[arg-type]
        raise LookupError

    with site.app_context(), pytest.raises(LookupError):
        submit(work_of)
    row = attestation_of(site, paper.id)
    assert (row.code, row.name, row.revoked_at) == (paper.code, "Claire Martin", None)
    assert "Claire Martin" in page_of(site, paper.code)


def test_admins_find_by_code_printed_name_and_sign_in_name(admin: Person, claire: Person, paper: Attestation) -> None:
    code = codes.grouped(paper.code)
    for asked in (code, code.lower(), "claire MARTIN", claire.name or ""):
        assert code in admin.post("/fr/site/attestations", name=asked).text, asked
    for asked in ("%", "_", "nobody at all", "' OR 1=1 --"):
        assert code not in admin.post("/fr/site/attestations", name=asked).text, asked


def test_looking_at_one_writes_no_name_and_no_code_in_the_log(admin: Person, paper: Attestation, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        admin.get(f"/fr/site/attestations/{paper.uuid}")
        admin.get(f"/fr/verifier/{paper.code}")
    words = " ".join(f"{record.getMessage()} {record.__dict__.get('fields')}" for record in caplog.records)
    assert "attestation_opened" in words
    assert "Claire" not in words
    assert paper.code not in words.replace("-", "")


def test_the_own_page_and_the_public_page_ask_few_questions_of_the_database(site: Flask, claire: Person, paper: Attestation) -> None:
    asked: list[str] = []
    with site.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, words: str, *_more: object) -> None:
        if not words.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA", "ROLLBACK")):
            asked.append(words)

    event.listen(engine, "before_cursor_execute", note)
    try:
        for path in ("/fr/mes-attestations", f"/fr/mes-attestations/{paper.uuid}"):
            asked.clear()
            claire.get(path)
            assert len(asked) <= 12, (path, asked)
        asked.clear()
        site.test_client().get(f"/fr/verifier/{paper.code}")
        assert len(asked) <= 3, asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_name_of_another_account_is_not_changed_by_a_new_account_name(site: Flask, claire: Person, paper: Attestation) -> None:
    from lms.accounts.models import Account

    account_id = claire.account.id
    with site.app_context():
        submit(lambda work: setattr(work.get_one(Account, account_id), "username", f"other-{account_id}"))
    assert attestation_of(site, paper.id).name == "Claire Martin"
    assert "Claire Martin" in page_of(site, paper.code)


def test_awards_of_others_are_untouched_by_a_download(site: Flask, claire: Person, paper: Attestation, make_person: MakePerson) -> None:
    waiting = pharmacist(site)
    id = award(site, waiting)
    with site.app_context():
        before = db.session.scalar(select(func.count(Attestation.id)))
    claire.get(f"/fr/mes-attestations/{paper.uuid}/pdf")
    badge_of(claire, paper)
    with site.app_context():
        assert db.session.scalar(select(func.count(Attestation.id))) == before
    assert attestation_of(site, id).released_at is None


def test_an_award_takes_the_name_of_the_last_one_and_supersedes_it(site: Flask, claire: Person, paper: Attestation) -> None:
    """A renewal is another registration of the same course; here the first one's course is moved, until runs are there."""
    token = badge_of(claire, paper)
    other = register(site, claire, "gps")
    made = request_of(site, claire, other, at=NOW)
    with site.app_context():
        id = submit(lambda work: awarding.award(work, made))
    old, new = attestation_of(site, paper.id), attestation_of(site, id)
    assert (old.superseded_at, new.name, new.released_at) == (NOW, "Claire Martin", None)
    assert new.code != old.code
    assert new.issued_at == NOW
    assert ended(site, token)
    assert "plus récente a remplacé celle-ci" in page_of(site, old.code)
    assert claire.post(f"/fr/mes-attestations/{new.uuid}/delivrer", name="Claire Martin").status_code == 303
    assert "Claire Martin" in page_of(site, new.code)
