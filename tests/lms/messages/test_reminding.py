"""Staff remind a professional by one press: once a day, noted, looked at again when it is sent; patients and carers never."""

from datetime import timedelta
from uuid import UUID

import pytest
from lms_cast import Person
from people_cast import counted_queries
from post_office import PostOffice, assign, cohort_with
from sqlalchemy import select
from sqlalchemy.orm import Session
from test_reminders import begin_module, new_address

from lms.cohorts import registering
from lms.cohorts.models import Cohort, RecordLook, Registration
from lms.jobs.models import DROPPED, WAITING
from lms.web.database.extensions import db
from lms.web.database.instants import now


@pytest.fixture
def place(post: PostOffice, monkeypatch: pytest.MonkeyPatch) -> tuple[Person, str, UUID, Person]:
    """A pharmacist, her address, her cohort, and the educator who follows it."""
    monkeypatch.setattr("lms.people.pages.now", lambda: post.at)
    address = new_address()
    person = post.person("pharmacist", address)
    return person, address, *cohort_with(post, person)


def press(staff: Person, cohort: UUID, person: Person, back: str = "record") -> tuple[int, str]:
    reply = staff.post(f"/fr/cohortes/{cohort}/messages/{person.account.learner.id}/rappeler", back=back)
    return reply.status_code, reply.headers.get("Location", "")


def looks(post: PostOffice, person: Person) -> list[RecordLook]:
    with post.site.app_context():
        return list(db.session.scalars(select(RecordLook).where(RecordLook.learner_id == person.account.learner.id)))


def test_one_press_sends_one_message_that_names_nothing_and_is_noted(post: PostOffice, place: tuple[Person, str, UUID, Person]) -> None:
    person, address, cohort, educator = place
    assign(post, person, post.at.date() - timedelta(days=3))
    assert press(educator, cohort, person) == (303, f"/fr/cohortes/{cohort}/personnes/{person.account.learner.id}?said=reminded")
    assert post.turn() == 1
    (letter,) = post.inbox.to(address)
    assert letter["Subject"] == "Un rappel de votre formation"
    text = letter.get_content()
    assert "/fr/avancee" in text
    assert "112" in text
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not [word for word in ("Automne", "pharmacists", "Pharmaciens", educator.account.username) if word in text]
    assert [(look.what, look.by_id) for look in looks(post, person)] == [("reminded", educator.account.learner.id)]


def test_once_a_day_whoever_presses_and_wherever(post: PostOffice, place: tuple[Person, str, UUID, Person]) -> None:
    """The second press of the day, another educator's too, writes nothing; at midnight in Paris a new day begins."""
    person, _address, cohort, educator = place
    begin_module(post, person)
    other, second = cohort_with(post, person)
    said = [press(educator, cohort, person, back)[1].partition("said=")[2] for back in ("help", "record")]
    said.append(press(second, other, person)[1].partition("said=")[2])
    assert said == ["reminded", "reminded-before", "reminded-before"]
    assert post.turn() == 1
    assert len(looks(post, person)) == 1
    post.at = post.at.replace(hour=22, minute=59)  # 23:59 in Paris
    assert press(educator, cohort, person)[1].endswith("reminded-before")
    post.turn(minutes=2)
    educator.enter()
    assert press(educator, cohort, person)[1].endswith("said=reminded")
    assert post.turn() == 1


@pytest.mark.parametrize("role", ["patient", "caregiver"])
def test_patients_and_carers_are_never_reminded_by_staff(post: PostOffice, role: str) -> None:
    person = post.person(role, new_address(), due_dates=True, learning=True)
    cohort, educator = cohort_with(post, person)
    begin_module(post, person)
    before = len(post.jobs(person))
    assert press(educator, cohort, person)[0] == 404
    assert "rappeler" not in educator.get(f"/fr/cohortes/{cohort}/personnes/{person.account.learner.id}").text
    assert "rappeler" not in educator.get(f"/fr/cohortes/{cohort}/aide").text
    assert len(post.jobs(person)) == before
    assert [look.what for look in looks(post, person)] == ["record"]


def test_nobody_reminds_whom_she_does_not_follow(post: PostOffice, place: tuple[Person, str, UUID, Person]) -> None:
    person, _address, cohort, educator = place
    elsewhere, stranger = cohort_with(post)
    assert press(stranger, cohort, person)[0] == 404
    assert press(stranger, elsewhere, person)[0] == 404
    assert press(educator, cohort, post.person("pharmacist"))[0] == 404
    assert post.jobs(person) == []


def test_what_she_wants_is_looked_at_when_it_is_sent_and_told_to_nobody(post: PostOffice, place: tuple[Person, str, UUID, Person]) -> None:
    """Turned off, stopped, without an address: staff read the same words, and nothing leaves."""
    cohort, educator = place[2], place[3]
    quiet = [post.person("pharmacist", new_address(), due_dates=False), post.person("pharmacist")]

    def put_in(work: Session) -> None:
        row = work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one()
        for one in quiet:
            registering.join(work, row, work.get_one(type(one.account.learner), one.account.learner.id), None, "https://e.org/", post.at)

    post.write(put_in)
    assert {press(educator, cohort, one, "help")[1].partition("?")[2] for one in quiet} == {"said=reminded"}
    assert post.turn() == 0
    assert {job.state for one in quiet for job in post.jobs(one)} == {DROPPED}


@pytest.mark.parametrize("what", ["left", "done"])
def test_a_reminder_is_dropped_when_she_left_or_did_it_meanwhile(
    post: PostOffice, place: tuple[Person, str, UUID, Person], what: str
) -> None:
    person, _address, cohort, educator = place
    assign(post, person, post.at.date() + timedelta(days=20))
    press(educator, cohort, person)
    learner_id = person.account.learner.id

    def change(work: Session) -> None:
        if what == "left":
            registering.leave(work, learner_id, work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one().id, post.at)
        else:
            work.add(Registration(learner_id=learner_id, kind="course", key="pharmacists", created_at=post.at, finished_at=post.at))

    assert [job.state for job in post.jobs(person)] == [WAITING]
    post.write(change)
    assert post.turn() == 0
    assert [job.state for job in post.jobs(person)] == [DROPPED]


AUDIT_LINE = 4
"""The chain's end read and moved, the line, who asks."""


def test_the_list_says_that_she_was_reminded_today(post: PostOffice, place: tuple[Person, str, UUID, Person]) -> None:
    """In twelve queries at most, beside those of the audit log's line; the person herself reads who asked for it."""
    person, _address, cohort, educator = place
    assign(post, person, now().date() - timedelta(days=3))
    page = f"/fr/cohortes/{cohort}/aide"
    assert "/rappeler" in educator.get(page).text
    press(educator, cohort, person, "help")
    with counted_queries(post.site) as queries:
        text = educator.get(f"{page}?said=reminded").text
    assert len(queries) <= 12 + AUDIT_LINE
    assert "/rappeler" not in text
    assert "rappel déjà fait aujourd’hui" in text
    assert "rappel demandé" in person.get("/fr/mes-groupes").text
