"""What a participant opens asks the database few questions: no more with many trials, harms and people than with one."""

from uuid import uuid4

import pytest
from flask import Flask
from lms_cast import Person, add_person
from people_cast import counted_queries
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from trial_cast import FR, NAME, days_before, enter, hand_in, open_trial

from lms.trial.models import Trial, TrialHarm, TrialParticipant, TrialPlace
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

MOST = 12
PAGES = ("", "/questions/start", "/questions/end", "/merci/start", "/quitter", "/signaler")


@pytest.fixture(scope="module", autouse=True)
def trial(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
    open_trial(site, tmp_path_factory.mktemp("trial"))


def somebody(site: Flask) -> Person:
    """With a place that she was given eight days ago: the end is due."""
    person = add_person(site, "patient", f"asks-{uuid4().hex[:6]}", simulated=True)
    assert (enter(person), hand_in(person, "start")) == (303, 303)
    at = days_before(8)

    def move(work: Session) -> None:
        newest = work.scalar(select(TrialPlace.id).order_by(TrialPlace.id.desc()).limit(1))
        work.execute(update(TrialPlace).where(TrialPlace.id == newest).values(at=at))

    with site.app_context():
        submit(move)
    return person


def counts(site: Flask, person: Person) -> dict[str, int]:
    told = {}
    for path in [*(f"{FR}{page}" for page in PAGES), "/fr/essais", "/fr/", "/fr/quand-j-appelle"]:
        person.get(path)
        with counted_queries(site) as seen:
            answer = person.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        told[path] = len(list(seen))
    return told


def fill(site: Flask, person: Person) -> None:
    """Thirty harms of hers, thirty people beside her, thirty older trials that are closed."""
    with site.app_context():
        own = db.session.scalars(select(TrialParticipant.id).order_by(TrialParticipant.id.desc())).first()
        row = db.session.scalars(select(Trial).where(Trial.name == NAME)).one()
        same = {key: getattr(row, key) for key in ("protocol", "lock", "instruments_box", "seed_box", "content_hash")}

        def work_of(work: Session) -> None:
            at = now()
            work.add_all(TrialHarm(participant_id=own, harm="distress", at=at) for _ in range(30))
            work.add_all(
                Trial(name=f"older_{n}", content_changes=[], is_simulated=True, opened_at=at, closed_at=at, **same) for n in range(30)
            )

        submit(work_of)
    for _ in range(8):
        somebody(site)


def test_no_page_of_a_participant_asks_more_with_more_of_everything(site: Flask) -> None:
    few = somebody(site)
    before = counts(site, few)
    assert max(before.values()) <= MOST, before
    many = somebody(site)
    fill(site, many)
    after = counts(site, many)
    assert {path: n for path, n in after.items() if n > before[path]} == {}
