"""What a paired device claims of its learner is compared with the site's tables: cohort, role, simulated, registration."""

import json
from base64 import b64encode
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import pairing
from lms.accounts.models import Account
from lms.cohorts import registering
from lms.cohorts.models import CAMPAIGN, Cohort
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.keys import access_keys
from lrs.reading.reader import iter_since
from xapi import activities, builders
from xapi.vocabulary import EXT

VERSION = {"X-Experience-API-Version": "2.0.0"}


ADDRESSES = (f"10.1.{number // 250}.{number % 250}" for number in range(10_000))
"""One for each pairing: tries are counted by address."""


class Device:
    """A paired device: its key, and what the site told it of its learner."""

    def __init__(self, site: Flask, person: Person) -> None:
        learner_id, code = person.account.learner.id, pairing.new_code()
        with site.app_context():
            submit(lambda work: pairing.offer(work, learner_id, code, now()))
        self.client = site.test_client()
        self.told: dict[str, Any] = self.client.post(
            "/api/pair", json={"code": code, "device": "phone"}, environ_overrides={"REMOTE_ADDR": next(ADDRESSES)}
        ).json
        self.basic = {"Authorization": "Basic " + b64encode(self.told["access_key"].encode()).decode()}

    def right_answer(self, item: str, *, result: dict[str, Any] | None = None, registration: str = "", **claims: Any) -> dict[str, Any]:
        """A statement as the window makes it, with the claims given by name in place of its own."""
        own = {name: self.told[name] for name in ("role", "simulated", "cohort")} | claims
        return builders.statement(
            id=uuid4(),
            actor=self.told["actor"],
            verb="answered",
            object=builders.activity(activities.item("fever", item), "cmi.interaction"),
            timestamp="2026-11-23T10:00:00Z",
            result=builders.result(success=True, extensions=result or {}),
            context=builders.context(
                registration=registration or self.told["registration"], platform="window", language="fr", extensions=own
            ),
        )

    def send(self, *statements: dict[str, Any]) -> Any:
        return self.client.post("/xapi/statements", json=list(statements), headers=VERSION | self.basic)

    def get(self, path: str, **params: str) -> Any:
        return self.client.get(f"/xapi/{path}", query_string=params, headers=VERSION | self.basic)


def stored(site: Flask) -> list[dict[str, Any]]:
    with site.app_context(), db.engine.connect() as connection:
        return [row.statement for row in iter_since(connection, 0)]


def join(site: Flask, person: Person, cohort: UUID) -> None:
    account_id = person.account.id

    def work_of(work: Session) -> None:
        wanted, account = work.scalar(select(Cohort).where(Cohort.uuid == cohort)), work.get(Account, account_id)
        assert wanted
        assert account
        registering.join(work, wanted, account.learner, None, site_of(site).settings.home_page, now())

    with site.app_context():
        submit(work_of)


def open_cohort(site: Flask, *, is_simulated: bool = False) -> UUID:
    with site.app_context():
        return submit(lambda work: registering.open_cohort(work, "Hiver", "", "azur", None, now(), is_simulated=is_simulated).uuid)


def test_four_accounts_made_by_one_person_do_not_enter_a_patients_cohort(site: Flask, cohort: UUID, make_person: MakePerson) -> None:
    before = len(stored(site))
    for _ in range(4):
        device = Device(site, make_person("patient"))
        sent = [device.right_answer(item, cohort=str(cohort)) for item in ("first", "second", "third")]
        answer = device.send(*sent)
        assert answer.status_code == 400
        assert answer.json["error"] == "context_refused"
        assert answer.json["problems"][0]["path"] == f"$.context.extensions['{EXT['cohort']}']"
        assert answer.json["statement"] == 0
    assert len(stored(site)) == before


def test_a_claim_in_the_result_is_compared_too_because_reports_read_it(site: Flask, cohort: UUID, make_person: MakePerson) -> None:
    device = Device(site, make_person("patient"))
    for claim in ({"cohort": str(cohort)}, {"role": "caregiver"}, {"simulated": True}, {"cohort": [1]}, {"cohort": str(cohort).upper()}):
        answer = device.send(device.right_answer("first", result=claim))
        assert answer.status_code == 400
        assert answer.json["problems"][0]["path"].startswith("$.result.extensions[")


@pytest.mark.parametrize("claim", [{"role": "gp"}, {"simulated": True}, {"simulated": 0}, {"simulated": "false"}, {"role": ["patient"]}])
def test_a_claim_that_is_not_the_learners_is_refused(site: Flask, make_person: MakePerson, claim: dict[str, Any]) -> None:
    device = Device(site, make_person("patient"))
    before = len(stored(site))
    answer = device.send(device.right_answer("first"), device.right_answer("first", **claim))
    assert (answer.status_code, answer.json["statement"]) == (400, 1)
    assert len(stored(site)) == before


def test_somebody_elses_registration_is_refused(site: Flask, make_person: MakePerson) -> None:
    other, device = Device(site, make_person("patient")), Device(site, make_person("patient"))
    answer = device.send(device.right_answer("first", registration=other.told["registration"]))
    assert (answer.status_code, answer.json["problems"][0]["path"]) == (400, "$.context.registration")
    assert device.send(device.right_answer("first", registration=device.told["registration"].upper())).status_code == 200


def test_a_simulated_learner_cannot_pass_for_a_real_one(site: Flask, make_person: MakePerson) -> None:
    device = Device(site, make_person("patient", simulated=True))
    assert device.told["simulated"] is True
    assert device.send(device.right_answer("first")).status_code == 200
    assert device.send(device.right_answer("first", simulated=False)).status_code == 400


def test_what_the_site_told_the_device_is_taken(site: Flask, cohort: UUID, learner: Person) -> None:
    device = Device(site, learner)
    assert device.told["cohort"] == str(cohort)
    assert device.send(device.right_answer("first"), device.right_answer("first", cohort=None)).status_code == 200


def test_a_week_played_before_a_change_of_cohort_is_taken_after_it(site: Flask, cohort: UUID, learner: Person) -> None:
    device = Device(site, learner)
    played = device.right_answer("first")
    join(site, learner, open_cohort(site))
    assert device.send(played).status_code == 200
    assert device.send(device.right_answer("second", cohort=Device(site, learner).told["cohort"])).status_code == 200


def test_a_week_played_before_the_first_cohort_is_taken_after_it(site: Flask, make_person: MakePerson) -> None:
    nadia = make_person("patient")
    device = Device(site, nadia)
    played = device.right_answer("first")
    join(site, nadia, open_cohort(site))
    assert device.send(played).status_code == 200


def test_the_role_of_a_campaign_may_be_played_by_anybody(site: Flask, make_person: MakePerson) -> None:
    device = Device(site, make_person("gp"))
    roles = {key: campaign.role for key, campaign in site_of(site).newest_content.catalogue.game.campaigns.items()}
    for campaign, role in roles.items():
        assert device.send(device.right_answer("first", role=role, campaign=campaign)).status_code == 200
    assert device.send(device.right_answer("first", role="patient", campaign="nowhere")).status_code == 400
    assert device.send(device.right_answer("first", role="patient", campaign=[1])).status_code == 400


def test_a_key_bound_to_nobody_claims_no_cohort_for_a_stranger(site: Flask, cohort: UUID, learner: Person, make_person: MakePerson) -> None:
    device = Device(site, make_person("patient"))
    member = Device(site, learner)
    with site.app_context():
        key, secret = submit(lambda work: access_keys.create(work.connection(), label="ward", cohort=str(cohort)))
    device.basic = {"Authorization": "Basic " + b64encode(f"{key.id}:{secret}".encode()).decode()}
    assert device.send(device.right_answer("first", cohort=str(cohort))).status_code == 400
    invented = device.right_answer("first", cohort=str(cohort))
    invented["actor"]["account"]["name"] = str(uuid4())
    assert device.send(invented).status_code == 400
    device.told = member.told
    assert device.send(device.right_answer("first")).status_code == 200


def test_a_key_with_every_right_is_believed(site: Flask, cohort: UUID, make_person: MakePerson) -> None:
    device = Device(site, make_person("patient"))
    with site.app_context():
        key, secret = submit(lambda work: access_keys.create(work.connection(), label="import", scopes=["all"]))
    device.basic = {"Authorization": "Basic " + b64encode(f"{key.id}:{secret}".encode()).decode()}
    assert device.send(device.right_answer("first", cohort=str(cohort))).status_code == 200


def test_a_device_voids_nothing_of_the_site_nor_of_another(site: Flask, cohort: UUID, learner: Person, make_person: MakePerson) -> None:
    victim, device = Device(site, learner), Device(site, make_person("patient"))
    sent = victim.right_answer("first")
    assert victim.send(sent).status_code == 200
    for row in stored(site)[-20:]:
        void = {
            "actor": device.told["actor"],
            "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
            "object": {"objectType": "StatementRef", "id": row["id"]},
        }
        assert device.send(void).status_code == 403
    assert victim.get("statements", statementId=str(sent["id"])).status_code == 200


def test_a_form_without_a_key_is_refused_before_it_is_read(site: Flask) -> None:
    class Body:
        taken = 0

        def read(self, count: int = -1) -> bytes:
            self.taken += count
            return b"content=".ljust(count, b"A")

    body = Body()
    environ = {"wsgi.input": body, "CONTENT_LENGTH": "15000000"}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = site.test_client().post("/xapi/statements?method=PUT", environ_overrides=environ, headers=kind)
    assert answer.status_code == 401
    assert 0 <= body.taken <= 64 * 1024


def test_a_paired_device_has_a_rate_and_a_quota(make_person: MakePerson, site: Flask) -> None:
    nadia = make_person("patient")
    device = Device(site, nadia)
    with site.app_context(), db.engine.connect() as connection:
        key = access_keys.find(connection, device.told["access_key"].split(":")[0])
    assert key.rate == access_keys.DEVICE_RATE
    place = {"activityId": activities.plays(), "agent": json.dumps(device.told["actor"])}
    sizes = [3_900_000] * 6
    statuses = []
    for number, size in enumerate(sizes):
        params = {**place, "stateId": str(number)}
        marks = VERSION | device.basic | {"Content-Type": "text/plain"}
        answer = device.client.put("/xapi/activities/state", query_string=params, data=b"x" * size, headers=marks)
        statuses.append(answer.status_code)
    assert statuses == [204] * 5 + [413]
    assert answer.json["error"] == "quota_passed"


def test_every_campaign_registration_of_the_learner_counts(site: Flask, make_person: MakePerson) -> None:
    nadia = make_person("patient")
    device, account_id = Device(site, nadia), nadia.account.id

    def work_of(work: Session) -> str:
        account = work.get(Account, account_id)
        assert account
        return str(registering.register(work, account.learner, CAMPAIGN, "another", now()).uuid)

    with site.app_context():
        registration = submit(work_of)
    assert device.send(device.right_answer("first", registration=registration)).status_code == 200
