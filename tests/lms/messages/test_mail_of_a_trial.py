"""Mail in a trial: number, moment and length of what each arm is sent are equal over the whole schedule, whatever its people do."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from lms_cast import Person
from post_office import PostOffice, assign, cohort_with, links
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from test_reminders import attest, begin_module

from lms.cohorts.models import Cohort
from lms.demo import simulated_trial
from lms.demo.simulated_trial import OpenTrial
from lms.jobs.models import DROPPED
from lms.key_files import secret_path
from lms.messages import choices, reminding
from lms.trial import placing, sealing, sittings
from lms.trial.models import START, WITHDRAWN, TrialParticipant
from lms.web.current_site import site_of

ROLES = ("pharmacist", "pharmacist", "patient")
DAYS = 44


@pytest.fixture(scope="module")
def opened(office: PostOffice) -> OpenTrial:
    """The example trial, open; every place of one stratum."""
    terms, box = simulated_trial.example_protocol(), sealing.box_of(site_of(office.site).settings)
    made: OpenTrial = office.write(lambda work: simulated_trial.open_example(work, terms, box, "0" * 64, office.at))
    return made


def take_part(post: PostOffice, opened: OpenTrial, person: Person, at: datetime) -> str:
    """Agree, answer the first questionnaire, be given a place; gives the arm."""

    def work_of(work: Session) -> str:
        row = placing.assess(work, opened.trial.id, person.account.learner.id, "", {"role": "patient", "site": "a"}, at)
        sittings.hand_in(work, row.id, START, {}, None, "fr", at)
        return sealing.unseal(opened.box, placing.give_place(work, row, opened.box, "0" * 64, at).arm_box)

    arm: str = post.write(work_of)
    return arm


def participants_by_arm(post: PostOffice, opened: OpenTrial) -> dict[str, list[tuple[Person, str]]]:
    """People of each arm with their addresses, by turns of ROLES: the first of each arm are alike, and so on."""
    arms: dict[str, list[tuple[Person, str]]] = {arm: [] for arm in simulated_trial.GAIN_BY_ARM}
    for number, role in enumerate(ROLES, start=1):
        while not all(len(twins) >= number for twins in arms.values()):
            address = f"t{uuid4().hex[:10]}@example.org"
            person = post.person(role, address, due_dates=True, renewals=role != "patient", learning=True)
            twins = arms[take_part(post, opened, person, post.at)]
            if len(twins) < number:
                twins.append((person, address))
    return arms


def live(post: PostOffice, arm: str, number: int, person: Person, manager: Person, cohort: int) -> None:
    """What she was asked, earned and began: the same for her twins, but the arm with everything begins modules, the booklet's nothing."""
    today = post.at.date()
    assign(post, person, today + timedelta(days=20 + number))
    if arm != "booklet":
        begin_module(post, person)
    if ROLES[number] == "patient":
        choices_of(post, person, silent_count=2, reminder_at=post.at - timedelta(days=1))
        return
    attest(post, person, today + timedelta(days=31 + number))
    learner_id = person.account.learner.id
    post.write(lambda work: reminding.remind(work, learner_id, cohort, manager.account, post.at))


def choices_of(post: PostOffice, person: Person, **values: object) -> None:
    def work_of(work: Session) -> None:
        row = choices.of(work, person.account.id)
        assert row
        for name, value in values.items():
            setattr(row, name, value)

    post.write(work_of)


def sent(post: PostOffice, begins: datetime, people: dict[str, list[tuple[Person, str]]]) -> dict[str, list[list[tuple[object, ...]]]]:
    """Days pass; by arm and twin: when each message came, its subject, its length, where it leads."""
    came: dict[str, list[list[tuple[object, ...]]]] = {arm: [[] for _ in ROLES] for arm in people}
    for _day in range(DAYS):
        post.turn(days=1)
        for arm, twins in people.items():
            for number, (_person, address) in enumerate(twins):
                for letter in post.inbox.to(address)[len(came[arm][number]) :]:
                    came[arm][number].append((post.at - begins, *shape(letter)))
    return came


def shape(letter: EmailMessage) -> tuple[object, ...]:
    return str(letter["Subject"]), len(letter.get_content()), links(letter)[0]


def test_each_arm_is_sent_the_same_messages_at_the_same_moments_whatever_its_people_do(post: PostOffice, opened: OpenTrial) -> None:
    people, begins = participants_by_arm(post, opened), post.at
    everybody = [person for twins in people.values() for person, _ in twins]
    uuid, manager = cohort_with(post, *everybody)
    cohort: int = post.write(lambda work: work.scalars(select(Cohort.id).where(Cohort.uuid == uuid)).one())
    for arm, twins in people.items():
        for number, (person, _address) in enumerate(twins):
            live(post, arm, number, person, manager, cohort)
    came = sent(post, begins, people)
    assert came["game"] == came["modules"] == came["booklet"]
    for twin in came["booklet"]:
        assert [(message[0], message[1], message[3]) for message in twin] == [
            (timedelta(days=days), "Un questionnaire est ouvert", "/fr/essais") for days in (7, 30)
        ]
    planned = {job.payload["template"] for one in everybody for job in post.jobs(one)}
    assert planned == {"trial", reminding.STAFF}, "what waits is planned once the trial is over, and not lost"
    patients = [twins[ROLES.index("patient")][0] for twins in people.values()]
    assert {post.choice(person).silent_count for person in patients} == {2}, "a message of a trial asks for no sign"
    assert all(post.choice(person).stopped_at is None for person in everybody), "nobody counts as silent where she could do nothing"


def subjects(post: PostOffice, address: str) -> list[str]:
    return [str(letter["Subject"]) for letter in post.inbox.to(address)]


def test_the_messages_of_a_trial_stop_when_she_leaves_or_stops_all_and_the_others_come_back(post: PostOffice, opened: OpenTrial) -> None:
    addresses = [f"s{uuid4().hex[:8]}@example.org" for _ in range(2)]
    leaves, stops = [post.person("pharmacist", address, due_dates=True) for address in addresses]
    for person in (leaves, stops):
        take_part(post, opened, person, post.at)
        assign(post, person, post.at.date() + timedelta(days=12))
    post.turn()
    assert [subjects(post, address) for address in addresses] == [[], []], "a due date in 12 days, and nothing is sent"
    learner_id = leaves.account.learner.id

    def leave(work: Session) -> None:
        work.execute(update(TrialParticipant).where(TrialParticipant.learner_id == learner_id).values(status=WITHDRAWN, reason="no_time"))

    post.write(leave)
    post.write(lambda work: choices.stop(work, stops.account.id, "self", post.at))
    post.turn(hours=1)
    post.turn(days=8)
    assert [subjects(post, address) for address in addresses] == [["Une échéance approche"], []]


def test_a_reminder_that_staff_sent_waits_for_nobody_in_a_trial(post: PostOffice, opened: OpenTrial) -> None:
    person = post.person("pharmacist", f"w{uuid4().hex[:8]}@example.org", due_dates=True)
    uuid, manager = cohort_with(post, person)
    cohort: int = post.write(lambda work: work.scalars(select(Cohort.id).where(Cohort.uuid == uuid)).one())
    take_part(post, opened, person, post.at)
    learner_id = person.account.learner.id
    assert post.write(lambda work: reminding.remind(work, learner_id, cohort, manager.account, post.at))
    post.turn(minutes=5)
    assert [(job.state, job.error) for job in post.jobs(person)] == [(DROPPED, "in_trial")]


def test_a_trial_that_the_key_does_not_open_sends_nothing_and_holds_back_as_well(post: PostOffice, opened: OpenTrial) -> None:
    address = f"k{uuid4().hex[:8]}@example.org"
    person = post.person("pharmacist", address, due_dates=True)
    take_part(post, opened, person, post.at)
    assign(post, person, post.at.date() + timedelta(days=12))
    path = secret_path(site_of(post.site).settings, sealing.KEY_FILE)
    key = path.read_text()
    path.write_text("another key")
    try:
        post.turn(days=8)
        assert subjects(post, address) == []
    finally:
        path.write_text(key)
    post.turn(minutes=1)
    assert subjects(post, address) == ["Un questionnaire est ouvert"]
