"""Taking a test as a browser without JavaScript does, and what the tables hold of it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Flask
from lms_cast import Person
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.accounts.models import Account
from lms.assessment import question_view
from lms.assessment.frozen_items import thaw
from lms.assessment.models import Sitting, SittingItem
from lms.cohorts import registering
from lms.cohorts.models import COURSE
from lms.learning.models import Progress
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.reading.reader import iter_since

PHARMACISTS = "/fr/cours/pharmacists"


class Returning(Person):
    """Somebody who signs in again after days: a session ends after twelve hours, and these tests move the clock by weeks."""

    def get(self, path: str, **more: Any) -> TestResponse:
        self.enter()
        return super().get(path, **more)

    def post(self, path: str, **data: Any) -> TestResponse:
        self.enter()
        return super().post(path, **data)


def finish_modules(site: Flask, person: Person, course: str = "pharmacists", but: int = 0) -> None:
    """Finish every module of a course, but for the last ones."""
    account_id, modules = person.account.id, site_of(site).newest_content.catalogue.course(course).modules

    def work_of(work: Session) -> None:
        registration = registering.register(work, work.get_one(Account, account_id).learner, COURSE, course, now())
        for module in modules[: len(modules) - but]:
            work.add(Progress(registration_id=registration.id, module=module, screen=99, started_at=now(), completed_at=now()))

    with site.app_context():
        submit(work_of)


def start(person: Person, course: str = PHARMACISTS, phase: str = "final") -> str:
    """The address of a sitting, begun or taken up again."""
    reply = person.post(f"{course}/test", phase=phase)
    assert reply.status_code == 303, reply.status_code
    address, _, rest = reply.headers["Location"].partition("/question/")
    assert rest, reply.headers["Location"]
    return str(address)


def sittings(site: Flask, person: Person) -> list[Sitting]:
    with site.app_context():
        return list(db.session.scalars(select(Sitting).where(Sitting.learner_id == person.account.learner.id).order_by(Sitting.id)))


def sitting(site: Flask, address: str) -> Sitting:
    with site.app_context():
        return db.session.scalars(select(Sitting).where(Sitting.uuid == UUID(address.rpartition("/")[2]))).one()


def items(site: Flask, address: str) -> list[SittingItem]:
    with site.app_context():
        wanted = select(SittingItem).join(Sitting, Sitting.id == SittingItem.sitting_id).order_by(SittingItem.position)
        return list(db.session.scalars(wanted.where(Sitting.uuid == UUID(address.rpartition("/")[2]))))


def change(site: Flask, address: str, work_of: Callable[[Session, Sitting], None]) -> None:
    """Change the row of a sitting as no page does."""
    uuid = UUID(address.rpartition("/")[2])
    with site.app_context():
        submit(lambda work: work_of(work, work.scalars(select(Sitting).where(Sitting.uuid == uuid)).one()))


def right_fields(row: SittingItem) -> dict[str, list[str]]:
    """What the fields of a question hold for its right answer."""
    frozen = thaw(row.frozen)
    item = frozen.item
    return question_view.fields_of(frozen, item.answer if item.kind == "number" else next(iter(item.right_keys)))


def other_fields(row: SittingItem, verdict: str = "other") -> dict[str, list[str]] | None:
    """The fields of an answer that is not right, of one verdict; None when the item has none."""
    frozen = thaw(row.frozen)
    if frozen.item.kind == "number":
        return {"choice": ["99"]} if verdict == "other" else None
    keys = [option.key for option in frozen.item.options if option.verdict == verdict]
    return question_view.fields_of(frozen, keys[0]) if keys else None


def answer(person: Person, address: str, row: SittingItem, fields: Mapping[str, Any] | None, **more: str) -> TestResponse:
    """Send a question's page; revision: that of `row` unless `more` says another."""
    data = {"revision": str(row.revision), **(fields or {}), **more}
    return person.post(f"{address}/question/{row.position}", **data)


def answer_all(site: Flask, person: Person, address: str, wrong: Mapping[int, str] | None = None) -> None:
    """Answer every question right, but those at the given positions: by `other`, `unsafe` or `none`."""
    for row in items(site, address):
        verdict = (wrong or {}).get(row.position, "right")
        fields = right_fields(row) if verdict == "right" else other_fields(row, verdict) if verdict != "none" else None
        assert answer(person, address, row, fields).status_code == 303


def positions(site: Flask, address: str, *, safety: bool, verdict: str = "other") -> list[int]:
    """Where the questions stand that are (no) safety items and have an answer of this verdict."""
    found = [row for row in items(site, address) if bool(row.frozen["item"]["is_safety"]) == safety]
    return [row.position for row in found if other_fields(row, verdict) is not None]


def hand_in(person: Person, address: str) -> TestResponse:
    return person.post(f"{address}/{'remettre' if address.startswith('/fr') else 'hand-in'}")


def told(site: Flask, person: Person, *verbs: str) -> list[dict[str, Any]]:
    """The person's statements of tests, in their order."""
    name = str(person.pseudonym)
    with site.app_context(), db.engine.connect() as connection:
        statements = [row.statement for row in iter_since(connection, 0)]
    own = [one for one in statements if one["actor"]["account"]["name"] == name and "sitting" in str(one["context"].get("extensions"))]
    return [one for one in own if not verbs or one["verb"]["id"].rpartition("/")[2] in verbs]
