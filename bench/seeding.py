"""Rows of a large site, written in bulk through the real tables: people, cohorts, runs, attempts, sittings, attestations, cards."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import Connection, Table, Uuid, cast, func, insert, literal, select, union_all
from sqlalchemy.sql import ColumnElement

from courses.serving.catalogue import Catalogue
from lms.accounts import names
from lms.accounts.models import Account, Learner, Profession, Role, account_role
from lms.assessment.models import FINAL, LEARNER, PASSED, Sitting
from lms.cohorts import card_names
from lms.cohorts.models import COURSE, Assignment, Cohort, Registration, cohort_educator, cohort_membership
from lms.credentials import codes, validity
from lms.credentials.awarding import LIST_LENGTH
from lms.credentials.models import Attestation, AttestationCode
from lms.learning.models import Attempt, Progress
from lms.spaced_review.models import ReviewCard
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lrs.storage.database import is_sqlite

A_COHORT = 100
"""Learners of a cohort; the first one holds 500, for the lists of staff."""
LARGE_COHORT = 500
COURSE_OF = {"pharmacist": "pharmacists", "patient": "patient-essentials"}
MODULES = 3
"""Modules that everybody has begun; two of them are finished."""
CARDS = 5
NO_HASH = "nobody signs in by it: the bench writes its own sessions"


@dataclass(frozen=True)
class Size:
    """How many rows; attempts are spread evenly over the learners. Seven of ten learners are pharmacists, the others patients."""

    learners: int
    attempts: int
    attestations: int


@dataclass(frozen=True)
class Seeder:
    """Writes the rows over one connection. at: the instant from which their days count back."""

    connection: Connection
    catalogue: Catalogue
    size: Size
    at: datetime

    def people(self) -> None:
        """Accounts, their roles, learners and professions."""
        roles = {name: id for id, name in self.connection.execute(select(Role.id, Role.name))}
        people = [(number, self.role_of(number)) for number in range(1, self.size.learners + 1)]
        first = 1_000
        rows: list[dict[str, Any]] = []
        for number, _role in people:
            name = f"personne-{number}"
            keys = {"username": name, "username_key": names.comparable(name), "username_skeleton": names.skeleton(name)}
            more = {"password": NO_HASH, "active": True, "fs_uniquifier": f"mark-{number}", "created_at": self.past(number)}
            rows.append({"id": first + number, **keys, **more, "consented_at": self.past(number)})
        self.put(Account.__table__, rows)
        self.put(account_role, [{"account_id": first + number, "role_id": roles[role]} for number, role in people])
        base = {"is_simulated": False, "created_at": self.at}
        self.put(
            Learner.__table__,
            [{"id": first + number, "uuid": uuid4(), "role": role, "account_id": first + number, **base} for number, role in people],
        )
        self.put(Profession.__table__, [self.profession(first, number) for number, role in people if role == "pharmacist"])

    def role_of(self, number: int) -> str:
        """Cohorts are of one role: seven of ten are of pharmacists, and the large first one too."""
        return "pharmacist" if self.cohort_of(number) % 10 < 7 else "patient"

    def cohort_of(self, number: int) -> int:
        """From 0, of a learner from 1."""
        return 0 if number <= LARGE_COHORT else 1 + (number - LARGE_COHORT - 1) // A_COHORT

    def profession(self, first: int, number: int) -> dict[str, Any]:
        letters = "".join(chr(97 + int(digit)) for digit in f"{number:05}")
        checked = {"state": "verified", "verified_at": self.at, "verified_as": "admin"} if number % 2 else {"state": "declared"}
        unset = {"rpps": None, "verified_at": None, "verified_as": None, "verified_by": None}
        own = {"family_name": f"Nom{letters}", "given_name": "Anne", "employer": f"Officine {number % 400}"}
        return {"account_id": first + number, "profession": "pharmacist", **own, **unset, "declared_at": self.at, **checked}

    def cohorts(self, follower_ids: tuple[int, ...]) -> None:
        """Cohorts with their members, each asked for its course by a day; these accounts follow the first five."""
        count = self.cohort_of(self.size.learners) + 1
        role = ["pharmacist" if number % 10 < 7 else "patient" for number in range(count)]
        base = {"campaign": "", "is_simulated": False, "created_at": self.at, "closed_at": None}
        rows = [{"id": 1 + n, "uuid": uuid4(), "name": f"Cohorte {n:04}", "course": COURSE_OF[role[n]], **base} for n in range(count)]
        self.put(Cohort.__table__, rows)
        self.put(cohort_educator, [{"cohort_id": 1 + n, "account_id": follower} for n in range(min(5, count)) for follower in follower_ids])
        members = [(1_000 + number, self.cohort_of(number)) for number in range(1, self.size.learners + 1)]
        base = {"joined_at": self.at - timedelta(days=40), "left_at": None}
        self.put(
            cohort_membership,
            [{"learner_id": id, "cohort_id": 1 + n, "label": self.label(id, role[n]), **base} for id, n in members],
        )
        runs = [
            {"learner_id": id, "kind": COURSE, "key": COURSE_OF[role[n]], "cohort_id": 1 + n, "created_at": self.at} for id, n in members
        ]
        unset = {"run": 1, "finished_at": None}
        self.put(Registration.__table__, [{"id": row["learner_id"], "uuid": uuid4(), **row, **unset} for row in runs])
        base = {"kind": COURSE, "is_renewal": False, "created_at": self.at, "cancelled_at": None, "learner_id": None, "assigned_by": None}
        self.put(
            Assignment.__table__,
            [
                {
                    "uuid": uuid4(),
                    "cohort_id": 1 + n,
                    "key": COURSE_OF[role[n]],
                    "due_on": self.at.date() + timedelta(days=n % 60 - 20),
                    **base,
                }
                for n in range(count)
            ],
        )

    def label(self, id: int, role: str) -> str | None:
        return card_names.label_at(id % A_COHORT) if role == "patient" else None

    def study(self) -> None:
        """Modules begun and finished, attempts at real items and cards, by INSERT ... SELECT: the database itself makes the rows."""
        for course in COURSE_OF.values():
            modules = self.catalogue.courses[course].modules[:MODULES]
            run = select(Registration.id, Registration.learner_id).where(Registration.key == course).subquery()
            done = self.at - timedelta(days=3)
            for place, module in enumerate(modules):
                ends = {"screen": 4, "started_at": self.past(20 - place), "completed_at": done if place < MODULES - 1 else None}
                self.copy(Progress.__table__, {"registration_id": run.c.id, "module": module, **ends})
                self.attempts(run, module, self.past(18 - place))
            self.cards(run, modules[0])

    def attempts(self, run: Any, module: str, at: datetime) -> None:
        """Every practice item in turn, again and again until the number is reached; one answer in nine is unsafe."""
        each = max(1, self.size.attempts // self.size.learners // MODULES)
        items = self.catalogue.module(module, "fr").items
        tries = [(n, items[n % len(items)], 1 + n // len(items)) for n in range(each)]
        given = rows_of([{"n": n, "item": item.key, "version": item.version, "number": number} for n, item, number in tries])
        is_unsafe = (run.c.id + given.c.n) % 9 == 0
        item = {"item": given.c.item, "item_version": given.c.version, "number": given.c.number}
        marks = {"response": ["a"], "scaled": 1.0, "is_right": ~is_unsafe, "is_unsafe": is_unsafe, "created_at": at}
        self.copy(Attempt.__table__, {"uuid": self.new_uuid(), "registration_id": run.c.id, "module": module, **item, **marks})

    def cards(self, run: Any, module: str) -> None:
        items = self.catalogue.module(module, "fr").items[:CARDS]
        given = rows_of([{"item": item.key} for item in items])
        state = {"due_on": self.at.date(), "ratings": 1, "stability": 2.5, "difficulty": 5.0, "created_at": self.at}
        own = {"uuid": self.new_uuid(), "learner_id": run.c.learner_id, "module": module, "item": given.c.item}
        self.copy(ReviewCard.__table__, {**own, **state})

    def attestations(self) -> None:
        """The first pharmacists passed a final and have a released attestation; the rows of the test's single questions are left out."""
        course = self.catalogue.courses["pharmacists"]
        wanted = select(Registration.id, Registration.learner_id).where(Registration.key == course.key).order_by(Registration.id)
        holders = self.connection.execute(wanted.limit(self.size.attestations)).all()
        places: set[int] = set()
        while len(places) < len(holders):
            places.add(secrets.randbelow(LIST_LENGTH))
        sittings, code_rows, rows = [], [], []
        for place, (run, learner) in zip(sorted(places), holders, strict=True):
            at, uuid, code = self.past(run % 900), uuid4(), codes.draw_code()
            sittings.append(self.sitting(run, learner, uuid, at, course))
            code_rows.append(
                {
                    "id": run,
                    "uuid": uuid4(),
                    "code_hash": codes.hash_of(code),
                    "status_list": 1,
                    "status_index": place,
                    "superseded_at": None,
                }
            )
            rows.append(self.attestation(run, learner, code, at, course) | {"sitting_uuid": uuid, "code_id": run})
        self.put(Sitting.__table__, sittings)
        self.put(AttestationCode.__table__, code_rows)
        self.put(Attestation.__table__, rows)
        passed = [row["registration_id"] for row in rows]
        table = Registration.__table__
        for some in batches(passed):
            self.connection.execute(table.update().where(table.c.id.in_(some)).values(finished_at=self.at - timedelta(days=1)))

    def sitting(self, run: int, learner: int, uuid: Any, at: datetime, course: Any) -> dict[str, Any]:
        frozen = {"title": dict(course.title), "rule": {}, "objectives": {}, "is_private": False}
        own = {"uuid": uuid, "learner_id": learner, "registration_id": run, "course": course.key, "course_version": course.version}
        how = {"phase": FINAL, "form": "", "attempt": 1, "seed": "bench", "language": "fr", "frozen": frozen, "counts": True}
        when = {"started_at": at, "ends_at": at, "handed_in_at": at, "ended_at": at, "limit_minutes": None, "extra_minutes": 0}
        result = {"ended_by": LEARNER, "verdict": PASSED, "right": 19, "total": 20, "unsafe": 0}
        return {**own, **how, **when, **result}

    def attestation(self, run: int, learner: int, code: str, at: datetime, course: Any) -> dict[str, Any]:
        profession = {"fr": "pharmacien, pharmacienne (déclaré, non vérifié)", "en": "pharmacist (declared, not verified)"}
        paper = {
            "title": dict(course.title),
            "objectives": [{"fr": "Objectif", "en": "Objective"}],
            "profession": profession,
            "language": "fr",
        }
        own = {"uuid": uuid4(), "code": code, "learner_id": learner, "registration_id": run, "name": f"Anne Nom {run}", **paper}
        dates = {
            "issued_at": at,
            "expires_at": validity.end_of_validity(at, 36),
            "released_at": at,
            "revoked_at": None,
            "superseded_at": None,
        }
        return {**own, **dates, "course": course.key, "course_version": course.version, "minutes": 90, "measure": "active", "is_demo": True}

    @property
    def sqlite(self) -> bool:
        return is_sqlite(self.connection)

    def past(self, days: int) -> datetime:
        return self.at - timedelta(days=days % 1000, minutes=days % 60)

    def new_uuid(self) -> ColumnElement[Any]:
        """As this database keeps it: SQLite as 32 signs."""
        return func.lower(func.hex(func.randomblob(16))) if self.sqlite else cast(func.gen_random_uuid(), Uuid)

    def put(self, table: Any, rows: list[dict[str, Any]]) -> None:
        for some in batches(rows):
            self.connection.execute(insert(table), some)

    def copy(self, table: Table, values: dict[str, Any]) -> None:
        columns = [value if isinstance(value, ColumnElement) else literal(value, table.c[name].type) for name, value in values.items()]
        self.connection.execute(insert(table).from_select(list(values), select(*columns), include_defaults=False))


def rows_of(rows: list[dict[str, Any]]) -> Any:
    """A small table of these values."""
    return union_all(*(select(*(literal(value).label(name) for name, value in row.items())) for row in rows)).subquery()


def batches(rows: list[Any], size: int = 5_000) -> Iterator[list[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def fill(app: Flask, size: Size, follower_ids: tuple[int, ...]) -> None:
    """Everything, in one transaction; then the planner's figures of PostgreSQL, and its next ids above those written here."""
    catalogue = site_of(app).newest_content.catalogue
    with app.app_context(), db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        seeder = Seeder(connection, catalogue, size, now())
        seeder.people()
        seeder.cohorts(follower_ids)
        seeder.study()
        seeder.attestations()
        if not seeder.sqlite:
            _after_own_ids(connection)
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _after_own_ids(connection: Connection) -> None:
    for table in (Account, Learner, Cohort, Registration, AttestationCode):
        name = table.__tablename__
        connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
