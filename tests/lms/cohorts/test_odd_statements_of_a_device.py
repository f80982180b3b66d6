"""What a paired device may post to the real site stops neither the worker nor a page, and a cohort of one shows none of its figures."""

from base64 import b64encode
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import Person
from test_pairing_of_devices import pair, shown

from analytics.catalogue import REPORTS
from analytics.refresh import Cohort, Refresher
from lms.running import worker
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from xapi import activities, builders
from xapi.vocabulary import CONTENT

HUGE = int("9" * 320)
Json = dict[str, Any]


def odd_statements(actor: Json, cohort: UUID) -> list[tuple[str, Json]]:
    """(version of the request, statement): the cases of the review of 28 November."""

    def said(thing: str, verb: str = "completed", result: Json | None = None, parent: str | None = None, **ext: Any) -> Json:
        around = (builders.activity(parent),) if parent else ()
        marks = {"role": "patient", "simulated": False, "cohort": str(cohort), **ext}
        return builders.statement(
            id=uuid4(),
            actor=actor,
            verb=verb,
            object={"id": thing},
            result=result,
            context=builders.context(extensions=marks, parent=around),
            timestamp=now(),
        )

    week, module = f"{CONTENT}week/azur/{'9' * 25}", activities.module("fever")
    small = {**said(module), "timestamp": "2026-11-01t10:00:00z"}
    return [
        ("2.0.0", said(week)),
        ("2.0.0", said(module, parent=week)),
        ("1.0.3", said(module, "progressed", builders.result(extensions={"progress": HUGE}))),
        ("2.0.0", said(module, game_hour=10**400)),
        ("1.0.3", small),
        ("2.0.0", said(module, objective=["a", {"b": "c" * 500}], drug={"x": 1}, harm="x" * 500)),
        ("2.0.0", {**said(module), "timestamp": "0001-01-01T00:00:00Z"}),
        ("2.0.0", {**said(module), "timestamp": "9999-12-31T23:59:59Z"}),
        ("2.0.0", {**said(module), "result": {"duration": "P99999999999Y"}}),
    ]


@pytest.fixture
def posted(site: Flask, learner: Person, cohort: UUID) -> int:
    document = pair(site, shown(learner)).json
    basic = {"Authorization": "Basic " + b64encode(document["access_key"].encode()).decode()}
    taken = 0
    for version, statement in odd_statements(document["actor"], cohort):
        answer = site.test_client().post("/xapi/statements", json=[statement], headers=basic | {"X-Experience-API-Version": version})
        assert answer.status_code < 500
        taken += answer.status_code == 200
    return taken


def test_the_worker_makes_every_report_of_them_and_the_pages_show_no_figure_of_one(
    site: Flask, educator: Person, cohort: UUID, posted: int
) -> None:
    assert posted >= 4
    with site.app_context():
        refresher = Refresher(db.engine, site_of(site).settings.data)
        worker.turn(db.engine, refresher)
        assert {Cohort(str(cohort), False)} <= set(worker.cohorts(db.engine))
    assert (refresher.status.failing, refresher.status.error) == ((), "")
    assert refresher.status.odd_rows >= 1
    for key in REPORTS:
        page = educator.get(f"/fr/cohortes/{cohort}/{key}")
        assert page.status_code == 200
        assert 'class="stats"' not in page.text
        assert 'class="chart"' not in page.text
