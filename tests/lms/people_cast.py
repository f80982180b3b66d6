"""What tests of codes, cohorts and due dates do again and again: making cohorts, reading a code off a page, counting queries."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import Flask
from lms_cast import Person
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}\b")
PASSPHRASE = "quatre mots bien ordinaires"


def open_cohort(site: Flask, staff: Person, name: str = "Automne", course: str = "patient-essentials", *, simulated: bool = False) -> UUID:
    staff_id = staff.account.id
    with site.app_context():
        return submit(lambda work: registering.open_cohort(work, name, course, "", staff_id, now(), is_simulated=simulated).uuid)


def put_in(site: Flask, person: Person, cohort: UUID) -> None:
    account_id = person.account.id

    def work_of(work: Session) -> None:
        row, here = work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one(), site_of(site)
        course = here.newest_content.catalogue.courses.get(row.course)
        registering.join(work, row, work.get_one(Account, account_id).learner, course, here.settings.home_page, now(), "fr")

    with site.app_context():
        submit(work_of)


def change(site: Flask, work_of: Callable[[Session], object]) -> None:
    with site.app_context():
        submit(work_of)


def codes_on(page: str) -> list[str]:
    return CODE.findall(page)


def link_of(staff: Person, cohort: UUID, **terms: str) -> str:
    answer = staff.post(f"/fr/cohortes/{cohort}/inviter/lien", **{"days": "30", **terms})
    assert answer.status_code == 200, answer.text
    return codes_on(answer.text)[0]


def cards_of(staff: Person, cohort: UUID, count: str = "8") -> list[str]:
    answer = staff.post(f"/fr/cohortes/{cohort}/inviter/cartes", days="90", count=count)
    assert answer.status_code == 200, answer.text
    return codes_on(answer.text)


@contextmanager
def counted_queries(site: Flask) -> Iterator[list[str]]:
    """Collects the SQL of what happens inside."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, words: str, *_: object) -> None:
        if not words.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            seen.append(words)

    with site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
