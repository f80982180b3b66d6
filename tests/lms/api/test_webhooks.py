"""Other programs are told what professionals did: signed, until they take it, once taken never again, and nothing of patients."""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from api_cast import make_program
from award_site import award, issued
from flask import Flask
from lms_cast import MakePerson, Person, add_person
from lms_site import close, make_site
from people_cast import change, open_cohort, put_in
from sqlalchemy import delete, select, true, update
from webhook_receiver import Receiver, receiving

from lms.api.webhooks import hooks
from lms.api.webhooks.models import Webhook
from lms.api.webhooks.sending import WebhookWork
from lms.cohorts import account_changes, assigning
from lms.cohorts.assigning import Order, Shelf
from lms.cohorts.models import COURSE, Cohort, Registration
from lms.credentials.models import Attestation
from lms.jobs.models import DONE, DROPPED, WAITING, Job
from lms.trial import participation
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now

PAGE = "/en/site/webhooks"
ALL = ("attestation.issued", "attestation.withdrawn", "assignment.done", "person.suspended")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"), webhooks_to_loopback="yes")
    yield app
    close(app)


@pytest.fixture
def receiver(site: Flask) -> Iterator[Receiver]:
    with receiving() as made:
        yield made
    change(site, lambda work: (work.execute(delete(Webhook)), work.execute(delete(Job))))


@pytest.fixture
def anna(site: Flask, educator: Person, make_person: MakePerson) -> tuple[UUID, Person]:
    cohort, anna = open_cohort(site, educator, "Officines", "pharmacists"), make_person("pharmacist")
    put_in(site, anna, cohort)
    return cohort, anna


def make_hook(admin: Person, receiver: Receiver, *events: str) -> str:
    """The secret, as the page shows it once."""
    answer = admin.post(PAGE, label="Training office", address=receiver.address, events=list(events or ALL))
    assert answer.status_code == 200, answer.text
    return secret_on(answer.text)


def secret_on(page: str) -> str:
    return "whsec_" + page.partition("whsec_")[2].partition("<")[0]


def hook_of(site: Flask) -> Webhook:
    with site.app_context():
        row = db.session.scalars(select(Webhook)).one()
        db.session.expunge(row)
        return row


def tell(site: Flask) -> int:
    return WebhookWork(site_of(site).store, site_of(site).settings, now, look_s=0).turn(threading.Event())


def told(receiver: Receiver) -> list[dict[str, Any]]:
    return [json.loads(body) for _headers, body in receiver.got]


def suspend(site: Flask, person: Person) -> None:
    account_id = person.account.id
    change(site, lambda work: account_changes.set_open(work, account_id, None, now(), is_open=False))


def signs(secret: str, headers: dict[str, str], body: bytes) -> list[bool]:
    """Standard Webhooks, written a second time: whether each signature is of this secret."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    own = "v1," + base64.b64encode(hmac.digest(key, said, "sha256")).decode()
    return [hmac.compare_digest(own, one) for one in headers["webhook-signature"].split(" ")]


def test_a_suspended_professional_is_told_of_once_by_ids_alone(
    site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver
) -> None:
    secret, (cohort, person) = make_hook(admin, receiver), anna
    assert tell(site) == 0
    suspend(site, person)
    assert tell(site) == 1
    assert tell(site) == 0
    ((headers, body),) = receiver.got
    assert signs(secret, headers, body) == [True]
    (row,) = make_program(site).get(f"/cohorts/{cohort}/people").json["items"]
    assert json.loads(body)["data"] == {"person": row["id"], "is_simulated": False, "links": [f"/api/v1/cohorts/{cohort}/people"]}
    assert json.loads(body)["type"] == "person.suspended"
    for word in (person.name, str(person.pseudonym)):
        assert word is not None
        assert word.encode() not in body
    page = admin.get(PAGE).text
    assert "taken" in page
    assert secret not in page, "it is shown once"


def test_an_attestation_is_told_of_when_its_owner_confirmed_it_and_when_it_is_withdrawn(
    site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver
) -> None:
    make_hook(admin, receiver)
    paper = award(site, anna[1])
    tell(site)
    assert [one for one in told(receiver) if one["type"].startswith("attestation")] == [], "nobody confirmed its name"
    change(site, lambda work: work.execute(update(Attestation).where(Attestation.id == paper).values(released_at=now())))
    tell(site)
    change(site, lambda work: work.execute(update(Attestation).where(Attestation.id == paper).values(revoked_at=now())))
    tell(site)
    tell(site)
    found = [one for one in told(receiver) if one["type"].startswith("attestation")]
    assert [one["type"] for one in found] == ["attestation.issued", "attestation.withdrawn"]
    assert found[0]["data"]["links"] == [f"/api/v1/cohorts/{anna[0]}/attestations"]
    assert found[0]["data"]["withdrawn_at"] is None
    assert found[1]["data"]["withdrawn_at"]


def ask_and_finish(site: Flask, cohort: UUID, person: Person) -> None:
    catalogue, home_page = site_of(site).newest_content.catalogue, site_of(site).settings.home_page
    order, learner_id = Order(COURSE, "pharmacists", (now() + timedelta(days=9)).date(), None, now()), person.account.learner.id

    def work_of(work: Any) -> None:
        row = work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one()
        assigning.to_cohort(work, row, order, Shelf(dict(catalogue.courses), home_page))
        mine = (Registration.learner_id == learner_id, Registration.key == "pharmacists")
        work.execute(update(Registration).where(*mine).values(finished_at=now()))

    change(site, work_of)


def test_what_was_asked_and_is_done_is_told_with_the_assignment(
    site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver
) -> None:
    make_hook(admin, receiver, "assignment.done")
    ask_and_finish(site, *anna)
    tell(site)
    tell(site)
    (one,) = told(receiver)
    (assignment,) = make_program(site).get(f"/cohorts/{anna[0]}/assignments").json["items"]
    assert one["data"]["assignment"] == assignment["id"]
    assert one["data"]["links"] == [f"/api/v1/cohorts/{anna[0]}/assignments/{assignment['id']}"]
    assert make_program(site).get(one["data"]["links"][0].removeprefix("/api/v1")).status_code == 200


@pytest.mark.parametrize("role", ["patient", "caregiver"])
def test_of_patients_and_carers_nothing_is_told(
    site: Flask, admin: Person, educator: Person, make_person: MakePerson, receiver: Receiver, role: str
) -> None:
    make_hook(admin, receiver)
    cohort, she = open_cohort(site, educator, "Automne", "pharmacists"), make_person(role)
    put_in(site, she, cohort)
    ask_and_finish(site, cohort, she)
    suspend(site, she)
    assert tell(site) == 0
    assert receiver.got == []


def test_of_somebody_in_an_open_trial_nothing_is_told(
    site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_hook(admin, receiver)
    suspend(site, anna[1])
    monkeypatch.setattr(participation, "is_sealed", lambda: true())
    assert tell(site) == 0
    monkeypatch.undo()
    assert tell(site) == 1


def test_who_is_in_no_cohort_is_not_told_of(site: Flask, admin: Person, make_person: MakePerson, receiver: Receiver) -> None:
    make_hook(admin, receiver)
    suspend(site, make_person("pharmacist"))
    assert tell(site) == 0


def test_a_failure_is_tried_again_with_the_same_id_and_a_new_time(
    site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver
) -> None:
    secret = make_hook(admin, receiver)
    suspend(site, anna[1])
    receiver.status = 500
    assert tell(site) == 1
    assert tell(site) == 0, "not before its time"
    receiver.status = 204
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=10)):
        assert tell(site) == 1
    (first, _body), (second, body) = receiver.got
    assert first["webhook-id"] == second["webhook-id"]
    assert int(second["webhook-timestamp"]) >= int(first["webhook-timestamp"]) + 600
    assert signs(secret, second, body) == [True]
    assert hook_of(site).failing_since is None


def test_a_redirect_is_not_followed(site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver) -> None:
    make_hook(admin, receiver)
    suspend(site, anna[1])
    with receiving() as other:
        receiver.status, receiver.location = 307, other.address
        tell(site)
        assert other.got == []
    with site.app_context():
        assert [(job.state, job.error) for job in db.session.scalars(select(Job))] == [(WAITING, "http_307")]


def test_after_five_days_of_failure_it_is_stopped_and_admins_are_told(
    site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver
) -> None:
    make_hook(admin, receiver)
    suspend(site, anna[1])
    receiver.status = 500
    change(site, lambda work: work.execute(update(Webhook).values(failing_since=now() - timedelta(days=4, hours=23))))
    tell(site)
    assert hook_of(site).paused_at is None
    change(site, lambda work: work.execute(update(Webhook).values(failing_since=now() - hooks.PATIENCE)))
    change(site, lambda work: work.execute(update(Job).values(due_at=now())))
    tell(site)
    assert hook_of(site).paused_at is not None
    with site_of(site).store.engine.connect() as connection:
        assert hooks.stopped_count(connection) == 1
    assert "stopped after failures" in admin.get(PAGE).text
    with site.app_context():
        assert [job.state for job in db.session.scalars(select(Job))] == [DROPPED]
    receiver.status = 204
    admin.post(f"{PAGE}/{hook_of(site).uuid}/resume")
    assert tell(site) == 0, "what happened while it was stopped is read in the lists"
    assert hook_of(site).paused_at is None


def test_a_receiver_that_is_gone_is_told_nothing_more(site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver) -> None:
    make_hook(admin, receiver)
    suspend(site, anna[1])
    receiver.status = 410
    tell(site)
    assert hook_of(site).paused_at is not None
    assert len(receiver.got) == 1


def test_for_a_day_after_a_new_secret_both_sign(
    site: Flask, admin: Person, anna: tuple[UUID, Person], make_person: MakePerson, receiver: Receiver
) -> None:
    old, (cohort, person) = make_hook(admin, receiver), anna
    new = secret_on(admin.post(f"{PAGE}/{hook_of(site).uuid}/secret").text)
    assert new != old
    suspend(site, person)
    tell(site)
    headers, body = receiver.got[-1]
    assert signs(new, headers, body) == [True, False]
    assert signs(old, headers, body) == [False, True]
    change(site, lambda work: work.execute(update(Webhook).values(rotated_at=now() - timedelta(hours=25))))
    other = make_person("nurse")
    put_in(site, other, cohort)
    suspend(site, other)
    tell(site)
    headers, body = receiver.got[-1]
    assert signs(new, headers, body) == [True]


def test_an_ended_webhook_is_told_nothing_and_one_of_another_kind_neither(
    site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver
) -> None:
    make_hook(admin, receiver, "attestation.issued")
    ask_and_finish(site, *anna)
    assert tell(site) == 0
    assert admin.post(f"{PAGE}/{hook_of(site).uuid}/end").status_code == 303
    issued(site, anna[1])
    assert tell(site) == 0
    assert admin.post(f"{PAGE}/{hook_of(site).uuid}/secret").status_code == 404
    assert admin.post(f"{PAGE}/{uuid4()}/end").status_code == 404


def test_what_waits_goes_with_the_account(site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver) -> None:
    make_hook(admin, receiver)
    suspend(site, anna[1])
    receiver.status = 500
    tell(site)
    with site.app_context():
        assert db.session.scalars(select(Job.account_id)).all() == [anna[1].account.id]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"label": ""}, "The label is missing"),
        ({"address": "http://example.org/"}, "The address does not fit"),
        ({"address": "https://10.0.0.1/"}, "The address does not fit"),
        ({"address": "https://name:word@example.org/"}, "The address does not fit"),
        ({"events": []}, "What it tells is missing"),
        ({"events": ["patient.answered"]}, "What it tells is missing"),
    ],
)
def test_a_form_that_does_not_fit_is_refused_with_what_to_do(tmp_path: Path, values: dict[str, Any], words: str) -> None:
    app = make_site(tmp_path)
    try:
        admin = add_person(app, "admin", "chef")
        answer = admin.post(PAGE, **{"label": "Office", "address": "https://example.org/in", "events": list(ALL), **values})
        assert answer.status_code == 422
        assert words in answer.text
    finally:
        close(app)


def test_a_job_that_was_done_is_marked_so(site: Flask, admin: Person, anna: tuple[UUID, Person], receiver: Receiver) -> None:
    make_hook(admin, receiver)
    suspend(site, anna[1])
    tell(site)
    with site.app_context():
        assert [job.state for job in db.session.scalars(select(Job))] == [DONE]
    assert hook_of(site).answered_at is not None
