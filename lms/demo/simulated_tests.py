"""Tests of a demo site: its pharmacist and its GP, and a cohort of simulated pharmacists, finish their course and sit its final test.

All of it goes through the verbs that pages use, with the times of the days before. It fills pages and reports, and means nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from courses.items.marking import Response
from courses.model.content import Course, Item
from lms import statements
from lms.accounts.models import Account, Learner
from lms.accounts.presence import Presence, learner_row
from lms.active_time import page_times
from lms.assessment import contesting, drawing, ending, keeping, starting
from lms.assessment.frozen_items import thaw
from lms.assessment.keeping import Given
from lms.assessment.models import FINAL, POST, PRE, Sitting
from lms.assessment.starting import TestOffer
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Cohort, Registration
from lms.credentials import changing, releasing
from lms.demo.simulated_answers import SimulatedLearner, invent, respond, right_response
from lms.demo.simulated_reviews import Visit, look_again
from lms.demo.simulation import SimulationTarget, answer_items, in_order, read_screens, titles_of
from lms.evidence import satisfaction
from lms.learning import reading
from lrs.writing import statement_writer

COHORT = "Démonstration, officine"
SECONDS_A_QUESTION = 48
SKILL_AT_THE_START, SITS_THE_END = 0.55, 0.8
WAITS = (timedelta(days=2), timedelta(days=8))
"""Between two attempts; a little more than the shipped rules ask for."""

Ending = Literal["passes", "unsafe", "short"]
ACCOUNTS: tuple[tuple[str, str, tuple[Ending, ...]], ...] = (
    ("pharmacist", "pharmacists", ("unsafe", "passes")),
    ("gp", "gps", ("unsafe",)),
)
"""Name of the demo account, its course, and how its attempts end."""


@dataclass(frozen=True)
class History:
    """A simulated pharmacist whose attestation has a past.

    days_ago: when she began; renewed_days_ago: when her second run began; withdrawn_days_ago: when an admin withdrew it.
    """

    name: str
    days_ago: int
    renewed_days_ago: int | None = None
    withdrawn_days_ago: int | None = None


HISTORIES = (
    History("Camille Démonstration", 1035),
    History("Dominique Démonstration", 1080, 20),
    History("Alix Démonstration", 1130),
    History("Sacha Démonstration", 30),
    History("Robin Démonstration", 200, withdrawn_days_ago=12),
)
"""Under the shipped rule of 36 months: near its end, renewed, expired, valid, withdrawn."""
BELIEVED = timedelta(days=365)
"""How long ago an act may be and still be written today; `analytics.storage.rows` doubts it after 400 days."""
WHY_WITHDRAWN = "Démonstration : établie par erreur, retirée."


@dataclass(frozen=True)
class Plan:
    """Who sits what. endings: of each attempt, in order. asks_review: contests the last one; compares: sits the tests of both ends."""

    who: Presence
    course: Course
    learner: SimulatedLearner
    endings: Sequence[Ending]
    language: str
    begins: datetime
    asks_review: bool = False
    compares: bool = False


def simulate_tests(site: SimulationTarget, count: int, *, seed: int, now: datetime | None = None) -> int:
    """Let the demo accounts and `count` simulated pharmacists sit the test; gives how many sittings were added.

    A demo account that has a sitting, and a cohort that is there, are left as they are.
    """
    now = now or datetime.now(UTC)
    n_sittings = 0
    for name, course, endings in ACCOUNTS:
        n_sittings += site.writer.submit(partial(_of_account, site=site, name=name, course_key=course, endings=endings, now=now))
    if "pharmacists" in site.catalogue.courses and count:
        cohort = site.writer.submit(lambda connection: _cohort(connection, now))
        for number in range(count if cohort is not None else 0):
            history = HISTORIES[number] if number < len(HISTORIES) else None
            n_sittings += site.writer.submit(
                partial(_of_cohort, site=site, cohort=cohort, learner=invent(seed, number), now=now, history=history)
            )
    return n_sittings


def _session(connection: Connection, new_statements: list[statements.Json]) -> Session:
    info = {statements.GATHERED: new_statements}
    return Session(bind=connection, expire_on_commit=False, join_transaction_mode="create_savepoint", info=info)


def _of_account(
    connection: Connection, site: SimulationTarget, name: str, course_key: str, endings: Sequence[Ending], now: datetime
) -> int:
    course = site.catalogue.courses.get(course_key)
    new_statements: list[statements.Json] = []
    with _session(connection, new_statements) as session:
        account = session.scalar(select(Account).where(Account.username == name))
        if course is None or course.passing is None or account is None:
            return 0
        learner: Learner = account.learner
        if session.scalar(select(Sitting.id).where(Sitting.learner_id == learner.id)) is not None or not learner.is_simulated:
            return 0
        who = Presence(learner.uuid, learner.role, learner.is_simulated, learner.id)
        test = Plan(who, course, invent(1, learner.id), endings, "fr", now - timedelta(days=13), asks_review=endings[-1] != "passes")
        n_sittings = _live(session, site, test, now)
        session.commit()
    _write_statements(connection, site, new_statements, now)
    return n_sittings


def _cohort(connection: Connection, now: datetime) -> int | None:
    """The row of a new cohort of pharmacists; None when it is there already."""
    with _session(connection, []) as session:
        if session.scalar(select(Cohort.id).where(Cohort.is_simulated, Cohort.name == COHORT)) is not None:
            return None
        educator = session.scalar(select(Account).where(Account.username == "educator"))
        n_sittings = registering.open_cohort(session, COHORT, "pharmacists", "", educator.id if educator else None, now, is_simulated=True)
        session.commit()
        return n_sittings.id


def _of_cohort(
    connection: Connection, site: SimulationTarget, cohort: int | None, learner: SimulatedLearner, now: datetime, history: History | None
) -> int:
    course = site.catalogue.course("pharmacists")
    new_statements: list[statements.Json] = []
    draw = learner.chance("test")
    endings: tuple[Ending, ...] = ("passes",) if history or draw < 0.45 else ("unsafe", "passes") if draw < 0.75 else ("short",)
    with _session(connection, new_statements) as session:
        who = Presence(uuid4(), "pharmacist", True, None)
        begins = now - timedelta(days=history.days_ago if history else 14 + 30 * learner.chance("begins"))
        language = "fr" if learner.chance("language") < 0.8 else "en"
        row = learner_row(session, who, begins)
        registering.join(session, session.get_one(Cohort, cohort), row, course, site.home_page, begins, language)
        n_sittings = _live(session, site, Plan(who, course, learner, endings, language, begins, compares=True), now)
        if history and history.renewed_days_ago is not None:
            again = now - timedelta(days=history.renewed_days_ago)
            registering.new_run(session, row, course, site.home_page, again, language=language)
            n_sittings += _live(session, site, Plan(who, course, learner, endings, language, again), now)
        if history:
            _release(session, row.id, history.name)
            _withdraw(session, site.home_page, row.id, history, now)
        _give_opinion(session, row.id, learner, now)
        session.commit()
    _write_statements(connection, site, new_statements, now)
    return n_sittings


def _release(session: Session, learner_id: int, name: str) -> None:
    """As she would: type the name, see it, confirm."""
    session.flush()
    for row in releasing.of_learner(session, learner_id):
        releasing.set_name(session, learner_id, row.uuid, name)
        releasing.release(session, learner_id, row.uuid, name, row.issued_at + timedelta(hours=1))


def _withdraw(session: Session, home_page: str, learner_id: int, history: History, now: datetime) -> None:
    """As the demo's admin does on its page, with a reason that she alone reads."""
    admin = session.scalar(select(Account).where(Account.username == "admin"))
    if history.withdrawn_days_ago is None or admin is None:
        return
    at = now - timedelta(days=history.withdrawn_days_ago)
    for row in releasing.of_learner(session, learner_id):
        changing.revoke(session, row.uuid, changing.Change(admin.id, WHY_WITHDRAWN, at, home_page))


def _give_opinion(session: Session, learner_id: int, learner: SimulatedLearner, now: datetime) -> None:
    registration = registering.find(session, learner_id, COURSE, "pharmacists")
    if registration is not None:
        answers = {key: 2 + int(3 * learner.chance(f"opinion|{key}")) for key in satisfaction.QUESTIONS}
        satisfaction.store_reply(session, registration.id, answers, now)


def _write_statements(connection: Connection, site: SimulationTarget, new_statements: list[statements.Json], now: datetime) -> None:
    """What was lived in years past leaves its rows alone: the store dates an arrival by today, so a report would see a wrong clock."""
    oldest = (now - BELIEVED).isoformat()
    recent = [one for one in in_order(new_statements, now) if one["timestamp"] > oldest]
    statement_writer.put(connection, recent, authority=statements.authority(site.home_page), now=now)


def _live(session: Session, site: SimulationTarget, test: Plan, now: datetime) -> int:
    """Every module, then each attempt; gives how many sittings there were."""
    at = _compare(session, site, test, PRE, test.begins)
    for key in test.course.modules:
        module = site.catalogue.module(key, test.language)
        start = reading.Reader(test.who, test.course, module, titles_of(site, key), site.home_page, at)
        at = read_screens(session, start, test.learner, 1.0)
        at = answer_items(session, site, replace(start, now=at), test.learner, 1.0) + timedelta(hours=2)
    registration = registering.find(session, learner_row(session, test.who, at).id, COURSE, test.course.key)
    if registration is None:
        return 0
    if test.learner.chance("sits the end") < SITS_THE_END:
        at = _compare(session, site, test, POST, at)
    n_sittings, sitting = 0, None
    for number, ending_of in enumerate(test.endings):
        at += WAITS[number - 1] if number else timedelta(hours=3)
        if at > now - timedelta(hours=1):
            break
        sitting, at = _sit(session, site, test, registration, ending_of, at)
        n_sittings += 1
    if sitting is not None and test.asks_review:
        contesting.ask(sitting, min(at + timedelta(hours=1), now))
    look_again(session, site.catalogue, site.home_page, Visit(test.learner, learner_row(session, test.who, at).id, test.language, at, now))
    return n_sittings


def _compare(session: Session, site: SimulationTarget, test: Plan, phase: str, at: datetime) -> datetime:
    """Sit the test of the start or the end, where the course has its form; gives when it was handed in."""
    learner = learner_row(session, test.who, at)
    registration = registering.find(session, learner.id, COURSE, test.course.key)
    form = drawing.form_of(learner.uuid, phase)
    if not test.compares or registration is None or not starting.pool_of(site.catalogue, test.course, test.language, phase, form):
        return at
    skill = test.learner.skill * (SKILL_AT_THE_START if phase == PRE else 1.0)
    learner_then = replace(test.learner, skill=skill)
    sitting = starting.start(session, registration, _offer(site, test, phase, form, at))
    for row in keeping.items_of(session, sitting):
        at += timedelta(seconds=SECONDS_A_QUESTION * (0.4 + test.learner.chance(f"{phase}|{row.position}")))
        response = respond(learner_then, thaw(row.frozen).item)
        keeping.store_answer(session, sitting, Given(row.position, row.revision, response, False, float(SECONDS_A_QUESTION)), at)
    session.flush()
    ending.hand_in(session, sitting, at, site.home_page)
    return at + timedelta(hours=1)


def _sit(
    session: Session, site: SimulationTarget, test: Plan, registration: Registration, ending_of: Ending, at: datetime
) -> tuple[Sitting, datetime]:
    sitting = starting.start(session, registration, _offer(site, test, FINAL, "", at))
    rows = keeping.items_of(session, sitting)
    n_items = [thaw(row.frozen).item for row in rows]
    for row, response in zip(rows, _responses(n_items, ending_of, test.learner), strict=True):
        seconds = SECONDS_A_QUESTION * (0.4 + test.learner.chance(f"sat|{sitting.attempt}|{row.position}"))
        at += timedelta(seconds=seconds)
        keeping.store_answer(session, sitting, Given(row.position, row.revision, response, False, seconds), at)
    session.flush()
    ending.hand_in(session, sitting, at, site.home_page)
    return sitting, at


def _offer(site: SimulationTarget, test: Plan, phase: str, form: str, at: datetime) -> TestOffer:
    shelf, course = site.catalogue, test.course
    return TestOffer(
        course=course,
        phase=phase,
        pool=starting.pool_of(shelf, course, test.language, phase, form),
        objectives=shelf.objectives,
        language=test.language,
        minutes=sum(shelf.module(key, test.language).minutes for key in course.modules),
        home_page=site.home_page,
        now=at,
        is_demo=True,
        page_times=page_times.of_modules(shelf.module(key, test.language) for key in course.modules),
        seed=f"{test.who.uuid} {at:%Y%m%d%H%M}",
    )


def _responses(items: Sequence[Item], ending_of: Ending, learner: SimulatedLearner) -> list[Response]:
    """All right but a few: one unsafe answer, or six, or up to three of no danger."""
    n_sittings: list[Response] = [right_response(item) for item in items]
    if ending_of == "unsafe":
        place = next((place for place, item in enumerate(items) if item.unsafe_keys), None)
        if place is not None:
            n_sittings[place] = min(items[place].unsafe_keys)
        return n_sittings
    harmless = [(place, _harmless(item)) for place, item in enumerate(items) if not item.is_safety and _harmless(item)]
    for place, key in harmless[: 6 if ending_of == "short" else int(4 * learner.chance("slips"))]:
        n_sittings[place] = key
    return n_sittings


def _harmless(item: Item) -> str | None:
    """An option that is neither right nor unsafe; None for another kind of item."""
    return next((option.key for option in item.options if option.verdict == "other"), None) if item.kind == "single" else None
