"""Every page that a learner opens asks the database at most twelve questions, and no more with thirty rows of everything than with two."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from award_site import issued
from flask import Flask
from lms_cast import add_person
from lms_site import close, make_site
from people_cast import change, counted_queries, open_cohort, put_in
from sitting_cast import finish_modules, start
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from lms.accounts.models import Device
from lms.api.operations import OPERATIONS
from lms.assessment.models import NOT_YET, Sitting
from lms.cases.models import CaseRun
from lms.cohorts.models import COURSE, Assignment, Cohort, RecordLook, Registration, cohort_membership
from lms.credentials.awarding import issue_code
from lms.credentials.models import Attestation
from lms.learning.models import Attempt, Progress
from lms.spaced_review.models import ReviewCard
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lms.web.routing.pages import access_of

MOST = 12
FEW, MANY = 2, 30
ROLE, COURSE_KEY = "pharmacist", "pharmacists"
FILES = (
    "learning.media",
    "static",
    "credentials.picture",
    "offline.worker",
    "offline.touch_icon",
    "finding.pack",
    "finding.package",
    "finding.links_file",
    "play_here.worker",
    "play_here.runtime_file",
    "play_here.code",
    "play_here.bundle_file",
    "platforms.logo",
)
PAPERS = ("finding.booklet", "finding.gamebook", "safety.when_i_call_pdf", "workshop.workshop_pdf", "credentials.attestation_pdf")
"""Drawn in some tenths of a second each, and left out here for that: they read what their pages read."""
SECRET = (
    *("messages.calendar", "messages.confirm_address", "messages.passphrase_link", "messages.stop_page", "operations.metrics"),
    "platforms.begin",
)
"""Opened by a token or key that these readers do not have."""
OF_PROGRAMS = [f"api.{operation.name}" for operation in OPERATIONS if operation.scope]
"""Of staff and programs: tests/lms/api counts their queries."""
AFTER = ("assessment.receipt", "assessment.result")
"""Of a test that is handed in; before, they lead to its questions."""
OTHER_STATUS = {
    "home.root": 302,
    "home.status_in_any_language": 302,
    "accounts.consent": 302,
    "credentials.verify_in_any_language": 302,
    "credentials.verify_code_in_any_language": 302,
    "learning.simple": 404,
    "weeks.debrief": 303,
    "weeks.debrief_part": 303,
    "weeks.tip": 303,
    "messages.ask_passphrase_page": 404,
    "authoring.pilot": 404,
    "cmi5.module": 404,
    "accounts.sign_in_code": 303,
    "learning.participation": 404,
    "workshop.scene_of": 302,
    **dict.fromkeys(
        [f"lti.{name}" for name in ("failure", "first_time", "keys", "launch", "login", "open_launch", "own_results", "result")], 404
    ),
    "providers.again": 404,
    "providers.come_back": 404,
    "providers.failure": 404,
    "providers.first_passphrase": 303,
    "providers.new_account": 303,
    "providers.profession": 303,
    "providers.start": 404,
    **dict.fromkeys([f"trial.{name}" for name in ("own", "information", "questions", "after", "booklet", "leave", "harm")], 404),
}
"""Pages that lead on, or that this site or this course does not have; no trial was ever opened here and no platform opens it."""


class Reader:
    """One pharmacist with `count` rows of everything that is hers. values: for the places of addresses."""

    def __init__(self, site: Flask, count: int) -> None:
        self.site, self.count, self.catalogue = site, count, site_of(site).newest_content.catalogue
        self.person = add_person(site, ROLE, f"lectrice-{count}")
        self.learner_id = self.person.account.learner.id
        finish_modules(site, self.person)
        change(site, self._study)
        self._join_groups()
        self.case = self.catalogue.cases.of_profession(ROLE)[0].key
        self.values: dict[str, Any] = {
            "case_key": self.case,
            **{"course_key": COURSE_KEY, "module_key": self.catalogue.courses[COURSE_KEY].modules[0], "number": 1, "attempt": 1},
            **{"paper": self._papers(), "play": self._play(), "case": self._case(), "sitting": UUID(start(self.person).rpartition("/")[2])},
            **{"campaign": "azur", "week": 2, "slug": "diarrhee", "typed": "ABCD-EFGH-JKMN", "kind": "jwt", "kid": "k1"},
            **{"course": COURSE_KEY, "version": "1.0", "language": "fr", "provider": "chu", "reason": "down"},
            **{"trial": "none", "phase": "start", "part": "suite"},
        }

    def _study(self, work: Session) -> None:
        """Runs of every course, attempts, cards, devices, looks at her record."""
        at, day = now(), now().date() - timedelta(days=1)
        run = work.scalars(select(Registration).where(Registration.learner_id == self.learner_id)).one()
        keys = [key for key in self.catalogue.courses if key != COURSE_KEY]
        others = [Registration(learner_id=self.learner_id, kind=COURSE, key=key, created_at=at) for key in keys]
        more = [
            Registration(learner_id=self.learner_id, kind=COURSE, key=keys[0], run=2 + place, created_at=at) for place in range(self.count)
        ]
        work.add_all([*others, *more])
        work.flush()
        modules = [(one, key) for one in (run, *others) for key in self.catalogue.courses[one.key].modules]
        items = [(one, item) for one, key in modules for item in self.catalogue.module(key, "fr").items]
        begun = [(one, key) for one, key in modules if one is not run][: self.count]
        work.add_all(Progress(registration_id=one.id, module=key, screen=2, started_at=at) for one, key in begun)
        for one, item in items[: self.count * 3]:
            marks = {"response": ["a"], "scaled": 0.0, "is_right": False, "is_unsafe": True, "created_at": at}
            work.add(Attempt(registration_id=one.id, module=item.module, item=item.key, item_version=item.version, number=1, **marks))
        for _one, item in items[: self.count]:
            state = {"due_on": day, "ratings": 1, "stability": 2.0, "difficulty": 5.0, "created_at": at}
            work.add(ReviewCard(learner_id=self.learner_id, module=item.module, item=item.key, **state))
        for place in range(self.count):
            work.add(Device(learner_id=self.learner_id, name=f"Device {place}", access_key=str(uuid4()), created_at=at))
            work.add(RecordLook(learner_id=self.learner_id, by_role="educator", what="record", at=at))

    def _join_groups(self) -> None:
        """Cohorts that she is in, each of which asks for something by a day."""
        staff = add_person(self.site, "educator", f"formatrice-{self.count}")
        put_in(self.site, self.person, open_cohort(self.site, staff, f"Groupe {self.count}", COURSE_KEY))
        at = now()

        def work_of(work: Session) -> None:
            for place in range(self.count):
                cohort = Cohort(name=f"Groupe {self.count}-{place}", course=COURSE_KEY, campaign="", created_at=at)
                work.add(cohort)
                work.flush()
                work.execute(insert(cohort_membership), {"learner_id": self.learner_id, "cohort_id": cohort.id, "joined_at": at})
                work.add(Assignment(cohort_id=cohort.id, kind=COURSE, key=COURSE_KEY, due_on=_day(place), created_at=at))

        change(self.site, work_of)

    def _papers(self) -> UUID:
        """Attestations of other runs, and one that she typed her name for; the finished test of that run is a row alone."""
        newest = issued(self.site, self.person)

        def work_of(work: Session) -> None:
            own = select(Registration).where(Registration.learner_id == self.learner_id, Registration.run > 1)
            titles = {"fr": "Cours", "en": "Course"}
            for run in work.scalars(own.limit(self.count)).all():
                code, row = issue_code(work)
                paper = {"objectives": [], "profession": titles, "language": "fr", "name": "Anne", "minutes": 60, "measure": "planned"}
                dates = {"issued_at": now(), "released_at": now(), "is_demo": False}
                ids = {"learner_id": self.learner_id, "registration_id": run.id, "course": run.key, "course_version": "1.0"}
                work.add(Attestation(code=code, issued_code=row, title=titles, **ids, **paper, **dates))

        change(self.site, work_of)
        self.code = newest.code
        return newest.uuid

    def _play(self) -> UUID:
        form = {"token": str(uuid4()), "campaign": "azur", "week": "2", "look": "awa", "length": "normal", "difficulty": "1"}
        return UUID(self.person.post("/fr/jouer/commencer", **form).headers["Location"].rpartition("/")[2])

    def _case(self) -> UUID:
        """A play of a case, after many of the same."""
        at = now()
        own = select(Registration.id).where(Registration.learner_id == self.learner_id, Registration.key == COURSE_KEY)

        def work_of(work: Session) -> None:
            run = work.scalars(own).one()
            for place in range(self.count):
                ended = {"is_right": place % 2 == 0, "is_unsafe": False, "started_at": at, "finished_at": at}
                work.add(CaseRun(registration_id=run, case_key=self.case, version="1", seed=place, turn=3, log=[], **ended))

        change(self.site, work_of)
        begun = self.person.post(f"/fr/cours/{COURSE_KEY}/cas/{self.case}/commencer", token=str(uuid4()))
        return UUID(begun.headers["Location"].rpartition("/")[2])

    def end_sitting(self) -> None:
        ended = {"ended_at": now(), "handed_in_at": now(), "verdict": NOT_YET}
        change(self.site, lambda work: work.execute(update(Sitting).where(Sitting.learner_id == self.learner_id).values(**ended)))

    def address(self, rule: Rule) -> str:
        uuid = self.values["sitting" if rule.endpoint.startswith("assessment.") else "paper"]
        play = self.values["case" if rule.endpoint.startswith("cases.") else "play"]
        values = {**self.values, "code": self.code, "uuid": uuid, "play": play, "key": "train-calf"}
        own = {name: (rule.defaults or {}).get(name, values.get(name)) for name in rule.arguments}
        assert None not in own.values(), f"say what stands in {rule.rule}"
        with self.site.test_request_context():
            built = rule.build(own)
        assert built is not None
        return str(built[1])

    def queries(self, rule: Rule) -> tuple[int, list[str]]:
        with counted_queries(self.site) as seen:
            answer = self.person.get(self.address(rule))
        return answer.status_code, list(seen)


def _day(place: int) -> date:
    return now().date() + timedelta(days=place)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"))
    yield app
    close(app)


@pytest.fixture(scope="module")
def readers(site: Flask) -> tuple[Reader, Reader]:
    return Reader(site, FEW), Reader(site, MANY)


def rules(site: Flask) -> list[Rule]:
    """Every address that a pharmacist may open by GET; of two languages the French one."""
    opened = []
    for rule in site.url_map.iter_rules():
        access = access_of(site.view_functions[rule.endpoint])
        is_hers = access is not None and (access.roles is None or not access.roles or ROLE in access.roles)
        is_one = "GET" in (rule.methods or ()) and not rule.rule.startswith("/en")
        if is_hers and is_one and rule.endpoint not in (*FILES, *PAPERS, *SECRET, *OF_PROGRAMS):
            opened.append(rule)
    return sorted(opened, key=lambda rule: rule.endpoint in AFTER)


def test_every_page_asks_at_most_twelve_questions_however_much_there_is(site: Flask, readers: tuple[Reader, Reader]) -> None:
    pages, statuses, is_ended = rules(site), {}, False
    assert len(pages) >= 60
    for rule in pages:
        if rule.endpoint in AFTER and not is_ended:
            is_ended = True
            for reader in readers:
                reader.end_sitting()
        for reader in readers:
            reader.person.get(reader.address(rule))  # what the first call writes or loads is not this page's own
        (status, few), (_status, many) = (reader.queries(rule) for reader in readers)
        statuses[rule.endpoint] = status
        assert len(many) <= MOST, (rule.rule, len(many), many)
        assert len(many) <= len(few), (rule.rule, len(few), len(many), many)
    others = {endpoint: status for endpoint, status in statuses.items() if status != 200}
    assert others == OTHER_STATUS, str(others)
