"""Reminders: at their days, once, to those who want them, never once somebody stopped them."""

import dataclasses
import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from lms_cast import Person
from post_office import PostOffice, assign, cohort_with
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.cohorts import assignments
from lms.cohorts.models import Assignment, Cohort, Extension, Registration
from lms.credentials.models import Attestation, AttestationCode
from lms.jobs.models import DROPPED, WAITING, Job
from lms.learning.models import Progress
from lms.messages.models import MessageChoice
from lms.messages.planning import DUE_STEPS, RENEWAL_STEPS, step, window_end
from lms.messages.work import MessageWork
from lms.web.current_site import site_of


def new_address() -> str:
    return f"r{uuid4().hex[:10]}@example.org"


def attest(post: PostOffice, person: Person, last_day: date) -> int:
    """An attestation that is valid until the end of that day."""

    def work_of(work: Session) -> int:
        registration = Registration(learner_id=person.account.learner.id, kind="course", key=f"c{uuid4().hex[:6]}", created_at=post.at)
        code = AttestationCode(code_hash=uuid4().hex, status_list=1, status_index=int(uuid4()) % 10**9)
        work.add_all([registration, code])
        work.flush()
        row = Attestation(
            code=uuid4().hex,
            code_id=code.id,
            learner_id=registration.learner_id,
            registration_id=registration.id,
            course=registration.key,
            course_version="1.0",
            title={"fr": "Anticancéreux oraux", "en": "Oral anticancer drugs"},
            objectives=[],
            profession={},
            language="fr",
            minutes=60,
            measure="active",
            issued_at=post.at,
            expires_at=datetime.combine(last_day + timedelta(days=1), datetime.min.time(), assignments.ZONE).astimezone(UTC),
            released_at=post.at,
            is_demo=False,
        )
        work.add(row)
        work.flush()
        return row.id

    number: int = post.write(work_of)
    return number


def begin_module(post: PostOffice, person: Person) -> None:
    def work_of(work: Session) -> None:
        registration = Registration(learner_id=person.account.learner.id, kind="course", key=f"c{uuid4().hex[:6]}", created_at=post.at)
        work.add(registration)
        work.flush()
        work.add(Progress(registration_id=registration.id, module="fever", screen=1, started_at=post.at))

    post.write(work_of)


@pytest.mark.parametrize(("days_left", "current"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)])
def test_the_step_of_a_renewal_worked_by_hand(days_left: int, current: int | None) -> None:
    assert step(days_left, RENEWAL_STEPS) == current


@pytest.mark.parametrize(("days_left", "current"), [(15, None), (14, 14), (4, 14), (3, 3), (0, 3), (-1, None)])
def test_the_step_of_a_due_date_worked_by_hand(days_left: int, current: int | None) -> None:
    assert step(days_left, DUE_STEPS) == current


def test_a_message_of_a_step_comes_too_late_when_the_next_begins() -> None:
    """The last day is 31 May 2027, in Paris (UTC+2): 30 days before it is 1 May, 7 days 24 May, and the day after it 1 June."""
    ends = [window_end(date(2027, 5, 31), current, RENEWAL_STEPS).astimezone(UTC) for current in RENEWAL_STEPS]
    assert ends == [datetime(2027, *day, 22, tzinfo=UTC) for day in ((4, 30), (5, 23), (5, 31))]


@pytest.mark.slow
def test_a_renewal_is_written_three_times_and_no_more(post: PostOffice) -> None:
    address = new_address()
    person = post.person("pharmacist", address)
    attest(post, person, post.at.date() + timedelta(days=100))
    days = []
    for day in range(0, 105):
        if post.turn(days=1 if day else 0):
            days.append(100 - day)
        post.turn(minutes=1)
    assert [left for left in days if left >= 0] == [90, 30, 7]
    (letter, *_rest) = post.inbox.to(address)
    assert letter["Subject"] == "Une attestation arrive à son terme"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Personne ne lit ces messages. Urgence\u00a0: 15 ou 112." in letter.get_content()
    assert letter["Auto-Submitted"] == "auto-generated"


def test_after_a_long_stop_one_message_comes_not_three(post: PostOffice) -> None:
    address = new_address()
    person = post.person("pharmacist", address)
    attest(post, person, post.at.date() + timedelta(days=95))
    post.turn(days=90)
    assert len(post.inbox.to(address)) == 1


def test_a_renewed_or_withdrawn_attestation_is_looked_at_again_when_sending(post: PostOffice) -> None:
    address = new_address()
    person = post.person("pharmacist", address)
    number = attest(post, person, post.at.date() + timedelta(days=20))
    post.work.plan()

    def withdraw(work: Session) -> None:
        work.get_one(Attestation, number).revoked_at = post.at

    post.write(withdraw)
    post.turn()
    assert post.inbox.to(address) == []
    assert [(job.state, job.error) for job in post.jobs(person)] == [(DROPPED, "over")]


def test_due_dates_are_told_twice_and_a_moved_one_anew(post: PostOffice) -> None:
    address = new_address()
    person, today = post.person("nurse", address), post.at.date()
    number, _uuid = assign(post, person, today + timedelta(days=20))
    for _day in range(18):
        post.turn(days=1)
    assert len(post.inbox.to(address)) == 2
    assert "à terminer le" in post.inbox.to(address)[0].get_content()

    def lengthen(work: Session) -> None:
        row = Extension(assignment_id=number, learner_id=person.account.learner.id, due_on=today + timedelta(days=30), created_at=post.at)
        work.add(row)

    post.write(lengthen)
    post.turn()
    assert len(post.inbox.to(address)) == 3


def test_a_day_that_moves_while_its_message_waits_is_not_told(post: PostOffice) -> None:
    address = new_address()
    person, today = post.person("nurse", address), post.at.date()
    number, _uuid = assign(post, person, today + timedelta(days=10))
    post.work.plan()
    learner_id = person.account.learner.id
    later = Extension(assignment_id=number, learner_id=learner_id, due_on=today + timedelta(days=60), created_at=post.at)
    post.write(lambda work: work.add(later))
    post.turn()
    assert post.inbox.to(address) == []
    assert [(job.state, job.error) for job in post.jobs(person)] == [(DROPPED, "over")]


def test_a_cohorts_due_date_reaches_those_who_are_in_it(post: PostOffice) -> None:
    inside, outside = new_address(), new_address()
    person, _other = post.person("nurse", inside), post.person("nurse", outside)
    uuid, _educator = cohort_with(post, person)

    def work_of(work: Session) -> None:
        cohort = work.scalars(select(Cohort).where(Cohort.uuid == uuid)).one()
        work.add(
            Assignment(cohort_id=cohort.id, kind="course", key="pharmacists", due_on=post.at.date() + timedelta(days=3), created_at=post.at)
        )

    post.write(work_of)
    post.turn()
    assert (len(post.inbox.to(inside)), len(post.inbox.to(outside))) == (1, 0)


def test_patients_and_carers_get_nothing_they_did_not_ask_for(post: PostOffice) -> None:
    for role in ("patient", "caregiver"):
        address = new_address()
        person = post.person(role, address)
        assign(post, person, post.at.date() + timedelta(days=2))
        begin_module(post, person)
        post.turn(days=1)
        assert post.inbox.to(address) == []


def test_a_learning_reminder_comes_after_two_weeks_and_two_without_a_sign_end_all(post: PostOffice) -> None:
    address = new_address()
    person = post.person("patient", address, learning=True)
    begin_module(post, person)
    came = []
    for day in range(1, 90):
        before = len(post.inbox.to(address))
        post.turn(days=1)
        if len(post.inbox.to(address)) > before:
            came.append(day)
    assert len(came) == 2
    assert came[0] >= 14
    assert came[1] - came[0] >= 14
    choice = post.choice(person)
    assert (choice.stopped_by, choice.silent_count) == ("silence", 2)
    assert "deux d’entre eux sont restés sans suite" in person.get("/fr/compte/messages").text


def test_a_sign_begins_the_count_anew(post: PostOffice) -> None:
    address = new_address()
    person = post.person("patient", address, learning=True)
    begin_module(post, person)
    for day in range(1, 120):
        post.turn(days=1)
        if day in (40, 80):
            begin_module(post, person)
    assert post.choice(person).stopped_by in (None, "silence")
    assert len(post.inbox.to(address)) >= 4


def test_somebody_of_staff_is_reminded_however_long_she_is_silent(post: PostOffice) -> None:
    address = new_address()
    person = post.person("nurse", address, learning=True)
    begin_module(post, person)
    for _day in range(70):
        post.turn(days=1)
    assert post.choice(person).stopped_at is None
    assert len(post.inbox.to(address)) >= 4


def test_what_an_old_copy_of_the_database_brings_back_bears_the_same_id(post: PostOffice) -> None:
    address = new_address()
    person = post.person("nurse", address)
    assign(post, person, post.at.date() + timedelta(days=10))
    post.turn()

    def go_back(work: Session) -> None:
        row = work.scalars(select(Job).where(Job.account_id == person.account.id)).one()
        row.state, row.ended_at = WAITING, None

    post.write(go_back)
    post.turn(minutes=1)
    ids = [str(letter["Message-ID"]) for letter in post.inbox.to(address)]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_what_she_wants_is_looked_at_again_when_sending(post: PostOffice) -> None:
    address = new_address()
    person = post.person("nurse", address)
    assign(post, person, post.at.date() + timedelta(days=10))
    post.work.plan()

    def change_her_mind(work: Session) -> None:
        work.get_one(MessageChoice, person.account.id).due_dates = False

    post.write(change_her_mind)
    post.turn()
    assert post.inbox.to(address) == []
    assert [(job.state, job.error) for job in post.jobs(person)] == [(DROPPED, "stopped")]


def test_it_is_written_in_the_language_she_asked_in(post: PostOffice) -> None:
    address = new_address()
    person = post.person("nurse")
    assert person.post("/en/account/messages/address", address=address).status_code == 303
    post.turn()
    assert person.post(post.last_link(address)).status_code == 200
    assign(post, person, post.at.date() + timedelta(days=10))
    post.turn()
    subjects = [letter["Subject"] for letter in post.inbox.to(address)]
    assert subjects == ["Confirm this address", "A due date is near"]
    assert post.inbox.to(address)[1]["Content-Language"] == "en"
    assert "is due by " in post.inbox.to(address)[1].get_content()


def test_without_a_mail_host_nothing_is_planned_or_sent(post: PostOffice) -> None:
    settings = dataclasses.replace(site_of(post.site).settings, mail_host="")
    person = post.person("nurse", new_address())
    assign(post, person, post.at.date() + timedelta(days=10))
    assert MessageWork(site_of(post.site).store, settings, lambda: post.at).turn(threading.Event()) == 0
    assert post.jobs(person) == []


def test_three_plans_in_a_row_make_one_job(post: PostOffice) -> None:
    person = post.person("nurse", new_address())
    assign(post, person, post.at.date() + timedelta(days=10))
    for _time in range(3):
        post.work.plan()
    assert len(post.jobs(person)) == 1


def test_what_is_done_is_not_reminded_of(post: PostOffice) -> None:
    address = new_address()
    person = post.person("nurse", address)
    assign(post, person, post.at.date() + timedelta(days=10))
    post.work.plan()

    def finish(work: Session) -> None:
        learner_id = person.account.learner.id
        work.add(Registration(learner_id=learner_id, kind="course", key="pharmacists", created_at=post.at, finished_at=post.at))

    post.write(finish)
    post.turn()
    assert post.inbox.to(address) == []
    assert [(job.state, job.error) for job in post.jobs(person)] == [(DROPPED, "over")]
