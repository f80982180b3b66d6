"""A course or a game is asked of a cohort or a person by a day of Paris; it can be put off, taken back and renewed; learners see it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from people_cast import change, link_of, open_cohort, put_in
from sqlalchemy import select, update

from lms.cohorts import assigning, assignments, registering
from lms.cohorts.assigning import Order, Shelf
from lms.cohorts.assignments import DueItem
from lms.cohorts.models import CAMPAIGN, COURSE, Assignment, Cohort, RecordLook, Registration
from lms.errors import DayPast
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.reading import reader
from xapi.profile.checking import problems
from xapi.vocabulary import EXT, VERBS

KEY = "pharmacists"


def in_days(days: int) -> str:
    return (assignments.today(now()) + timedelta(days=days)).isoformat()


def ask(staff: Person, cohort: UUID, what: str = f"course:{KEY}", days: int = 14, **more: str) -> None:
    answer = staff.post(f"/fr/cohortes/{cohort}/demander", what=what, due=in_days(days), **more)
    assert answer.status_code == 303, answer.text


def read(site: Flask, look: Callable[[], object]) -> object:
    with site.app_context():
        found = look()
        db.session.rollback()
        return found


def items_of(site: Flask, person: Person) -> list[DueItem]:
    learner_id = person.account.learner.id
    with site.app_context():
        return assignments.of_learner(db.session(), learner_id)


def row_uuid(site: Flask, cohort: UUID) -> UUID:
    with site.app_context():
        wanted = select(Assignment.uuid).join(Cohort, Cohort.id == Assignment.cohort_id).where(Cohort.uuid == cohort)
        return db.session.scalars(wanted.order_by(Assignment.id.desc())).first()


def told(site: Flask, verb: str) -> list[dict]:
    with site.app_context():
        rows = [one.statement for one in reader.iter_since(db.session.connection(), 0)]
        db.session.rollback()
    return [one for one in rows if one["verb"]["id"] == VERBS[verb].iri]


@pytest.fixture
def manager(make_person: MakePerson) -> Person:
    return make_person("training_manager")


@pytest.fixture
def pharmacist(make_person: MakePerson) -> Person:
    return make_person("pharmacist")


@pytest.fixture
def group(site: Flask, manager: Person, pharmacist: Person) -> UUID:
    cohort = open_cohort(site, manager, "Officines", KEY)
    put_in(site, pharmacist, cohort)
    return cohort


def test_a_manager_asks_and_the_pharmacist_reads_the_day_and_one_next_step(
    site: Flask, manager: Person, pharmacist: Person, group: UUID
) -> None:
    ask(manager, group)
    page = manager.get(f"/fr/cohortes/{group}/demander?said=assigned&n=1").text
    assert "Demandé à 1 personne" in page
    assert "0 sur 1" in page
    own = pharmacist.get("/fr/avancee").text
    assert "il reste 14\u00a0jours" in own
    assert own.count('class="panel next flow"') == 1
    assert pharmacist.get("/en/progress").text.count("14\u00a0days left") == 2, "in the next step and in the list"


def test_asking_twice_asks_once_and_moves_the_day(site: Flask, manager: Person, pharmacist: Person, group: UUID) -> None:
    ask(manager, group)
    ask(manager, group, days=20)
    (item,) = items_of(site, pharmacist)
    assert item.due_on.isoformat() == in_days(20)


def test_who_joins_later_by_a_link_is_asked_too(site: Flask, manager: Person, make_person: MakePerson, group: UUID) -> None:
    ask(manager, group, "campaign:azur")
    late, before = make_person("pharmacist"), len(told(site, "assigned"))
    assert late.post("/fr/code/suite", code=link_of(manager, group)).status_code == 303
    assert [(item.kind, item.key) for item in items_of(site, late)] == [(CAMPAIGN, "azur")]
    assert "Protocole Azur" in late.get("/fr/avancee").text
    assert "Protocole Azur" in manager.get(f"/fr/cohortes/{group}/demander").text
    assert len(told(site, "assigned")) == before + 1


def test_the_statement_bears_the_day_the_run_and_the_cohort_and_follows_the_profile(
    site: Flask, manager: Person, pharmacist: Person, group: UUID
) -> None:
    before = len(told(site, "assigned"))
    ask(manager, group)
    ask(manager, group, "campaign:azur", 30)
    course, campaign = told(site, "assigned")[before:]
    registration = read(
        site, lambda: db.session.scalars(select(Registration.uuid).where(Registration.key == KEY).order_by(Registration.id.desc())).first()
    )
    assert course["context"]["registration"] == str(registration)
    assert course["context"]["extensions"][EXT["due"]] == in_days(14)
    assert course["context"]["extensions"][EXT["cohort"]] == str(group)
    assert campaign["object"]["id"].endswith("/campaign/azur")
    assert [problems(one) for one in (course, campaign)] == [[], []]
    assert pharmacist.name not in str(course)


def test_a_later_day_for_one_person_is_hers_alone_and_noted(
    site: Flask, manager: Person, pharmacist: Person, make_person: MakePerson, group: UUID
) -> None:
    other = make_person("pharmacist")
    put_in(site, other, group)
    ask(manager, group)
    path = f"/fr/cohortes/{group}/demandes/{row_uuid(site, group)}/date"
    assert manager.post(path, due=in_days(40), learner=str(pharmacist.account.learner.id)).status_code == 303
    assert [item.due_on.isoformat() for item in items_of(site, pharmacist)] == [in_days(40)]
    assert [item.due_on.isoformat() for item in items_of(site, other)] == [in_days(14)]
    looks = read(
        site, lambda: [row.what for row in db.session.scalars(select(RecordLook)) if row.learner_id == pharmacist.account.learner.id]
    )
    assert looks == ["extended"]
    assert manager.post(path, due=in_days(13), learner=str(pharmacist.account.learner.id)).status_code == 422, "before the day of all"
    assert [item.due_on.isoformat() for item in items_of(site, pharmacist)] == [in_days(40)]
    assert manager.post(path, due=in_days(60)).status_code == 303
    assert [item.due_on.isoformat() for item in items_of(site, pharmacist)] == [in_days(60)], "never earlier than everybody's"


@pytest.mark.parametrize("day", ["", "31/02/2027", "demain", "2020-01-01", "12/12/2999", "2026-13-01", "٢٠٢٧-٠١-٠١"])
def test_a_day_that_is_none_or_over_is_refused_with_words(manager: Person, group: UUID, day: str) -> None:
    answer = manager.post(f"/fr/cohortes/{group}/demander", what=f"course:{KEY}", due=day)
    assert answer.status_code == 422
    assert 'id="due-error"' in answer.text


def test_a_withdrawn_one_is_no_longer_asked_and_what_was_done_stays(site: Flask, manager: Person, pharmacist: Person, group: UUID) -> None:
    ask(manager, group)
    path = f"/fr/cohortes/{group}/demandes/{row_uuid(site, group)}/retirer"
    assert [manager.post(path).status_code, manager.post(path).status_code] == [303, 404]
    assert items_of(site, pharmacist) == []
    assert read(site, lambda: db.session.scalars(select(Registration).where(Registration.key == KEY)).first()) is not None


def test_nobody_asks_anything_of_another_staffs_cohort(
    site: Flask, manager: Person, make_person: MakePerson, pharmacist: Person, group: UUID
) -> None:
    ask(manager, group)
    stranger = make_person("training_manager")
    theirs = open_cohort(site, stranger, "Ailleurs", KEY)
    row = row_uuid(site, group)
    assert stranger.get(f"/fr/cohortes/{group}/demander").status_code == 404
    assert stranger.post(f"/fr/cohortes/{group}/demander", what=f"course:{KEY}", due=in_days(3)).status_code == 404
    for cohort in (group, theirs):
        assert stranger.post(f"/fr/cohortes/{cohort}/demandes/{row}/retirer").status_code == 404
        assert stranger.post(f"/fr/cohortes/{cohort}/demandes/{row}/date", due=in_days(9)).status_code == 404
    asked = {"what": f"course:{KEY}", "due": in_days(3), "learner": str(pharmacist.account.learner.id)}
    assert stranger.post(f"/fr/cohortes/{theirs}/demander", **asked).status_code == 404
    assert len(items_of(site, pharmacist)) == 1


def test_a_patient_reads_a_wish_and_never_that_she_is_late(site: Flask, educator: Person, learner: Person, cohort: UUID) -> None:
    ask(educator, cohort, "course:patient-essentials", 0)
    yesterday = assignments.today(now()) - timedelta(days=1)
    change(site, lambda work: work.execute(update(Assignment).values(due_on=yesterday)))
    own = learner.get("/fr/avancee").text
    assert "Si vous le pouvez" in own
    assert "il y a" not in own
    assert "il reste" not in own


def test_a_renewal_begins_a_new_run_and_is_done_by_that_run_alone(site: Flask, manager: Person, pharmacist: Person, group: UUID) -> None:
    ask(manager, group)
    change(site, lambda work: work.execute(update(Registration).values(finished_at=now())))
    assert [item.is_done for item in items_of(site, pharmacist)] == [True]
    ask(manager, group, renewal="yes")
    assert [item.is_done for item in items_of(site, pharmacist) if not item.is_renewal] == [True], "what was done before stays done"
    renewal = next(item for item in items_of(site, pharmacist) if item.is_renewal)
    assert (renewal.run, renewal.is_done) == (2, False)
    change(site, lambda work: work.execute(update(Registration).where(Registration.run == 2).values(finished_at=now())))
    assert all(item.is_done for item in items_of(site, pharmacist))


def due_of(site: Flask, first: date, last: date) -> list[int]:
    with site.app_context():
        return [item.learner_id for item in assignments.due_between(db.session(), first, last)]


def test_due_between_gives_open_items_on_their_own_days(
    site: Flask, manager: Person, pharmacist: Person, make_person: MakePerson, group: UUID
) -> None:
    other, day = make_person("pharmacist"), assignments.today(now()) + timedelta(days=200)
    put_in(site, other, group)
    ask(manager, group, days=200)
    mine, hers = pharmacist.account.learner.id, other.account.learner.id
    assert due_of(site, day, day) == sorted([mine, hers])
    assert due_of(site, day + timedelta(days=1), day + timedelta(days=9)) == []
    path = f"/fr/cohortes/{group}/demandes/{row_uuid(site, group)}/date"
    manager.post(path, due=in_days(205), learner=str(mine))
    assert (due_of(site, day, day), due_of(site, day + timedelta(days=5), day + timedelta(days=5))) == ([hers], [mine])
    change(site, lambda work: work.execute(update(Registration).where(Registration.learner_id == mine).values(finished_at=now())))
    assert due_of(site, day, day + timedelta(days=9)) == [hers]
    change(site, lambda work: registering.leave(work, hers, work.scalars(select(Cohort.id).where(Cohort.uuid == group)).one(), now()))
    assert due_of(site, day, day + timedelta(days=9)) == []


def test_a_closed_cohort_asks_nothing(site: Flask, manager: Person, pharmacist: Person, group: UUID) -> None:
    ask(manager, group)
    change(site, lambda work: work.execute(update(Cohort).where(Cohort.uuid == group).values(closed_at=now())))
    assert items_of(site, pharmacist) == []
    assert manager.post(f"/fr/cohortes/{group}/demander", what=f"course:{KEY}", due=in_days(3)).status_code == 404


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2027, 3, 28, 21, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), date(2027, 3, 29)),
    ],
)
def test_a_day_ends_at_midnight_in_paris_also_when_the_clocks_change(instant: datetime, day: date) -> None:
    assert assignments.today(instant) == day


def test_the_last_day_counts_whole_and_a_week_is_seven_days_over_a_change_of_clocks(
    site: Flask, manager: Person, pharmacist: Person, group: UUID
) -> None:
    """The night of 25 October 2026 has 25 hours. Worked by hand: due on the 25th, asked at 23:30 in Paris on the 18th: 7 days left."""
    site_parts, learner_id = Shelf(dict(site_of(site).newest_content.catalogue.courses), "http://localhost"), pharmacist.account.learner.id
    at = datetime(2026, 10, 18, 21, 30, tzinfo=UTC)
    by = manager.account.id

    def work_of(work) -> None:  # type: ignore[no-untyped-def]
        cohort = work.scalars(select(Cohort).where(Cohort.uuid == group)).one()
        assigning.to_cohort(work, cohort, Order(COURSE, KEY, date(2026, 10, 25), by, at), site_parts)
        with pytest.raises(DayPast):
            assigning.to_cohort(work, cohort, Order(COURSE, KEY, date(2026, 10, 17), by, at), site_parts)

    with site.app_context():
        submit(work_of)
        (item,) = assignments.of_learner(db.session(), learner_id)
    assert item.days_left(assignments.today(at)) == 7
    assert item.state(assignments.today(datetime(2026, 10, 25, 22, 59, tzinfo=UTC))) == "soon"
    assert item.state(assignments.today(datetime(2026, 10, 25, 23, 0, tzinfo=UTC))) == "overdue"
