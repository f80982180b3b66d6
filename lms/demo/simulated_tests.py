"""Tests of a demo site: its pharmacist and its GP finish their course and sit its final test. Groups do the same in `professional_groups`.

All of it goes through the verbs that pages use, with the times of the days before. It fills pages and reports, and means nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal

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
from lms.cohorts.models import COURSE, Registration
from lms.demo.simulated_answers import SimulatedLearner, invent, respond, right_response
from lms.demo.simulated_reviews import Visit, look_again
from lms.demo.simulation import answer_items, in_order, read_screens, titles_of
from lms.demo.simulation_target import SimulationTarget
from lms.learning import reading
from lrs.writing import statement_writer

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


BELIEVED = timedelta(days=365)
"""How long ago an act may be and still be written today; `analytics.storage.rows` doubts it after 400 days."""


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


def simulate_accounts(site: SimulationTarget, *, now: datetime | None = None) -> int:
    """Let the demo accounts sit the test of their course; gives how many sittings were added.

    An account that has a sitting is left as it is.
    """
    at = now or datetime.now(UTC)
    return sum(
        site.writer.submit(partial(_of_account, site=site, name=name, course_key=course, endings=endings, now=at))
        for name, course, endings in ACCOUNTS
    )


def gathering_session(connection: Connection, new_statements: list[statements.Json]) -> Session:
    info = {statements.GATHERED: new_statements}
    return Session(bind=connection, expire_on_commit=False, join_transaction_mode="create_savepoint", info=info)


def _of_account(
    connection: Connection, site: SimulationTarget, name: str, course_key: str, endings: Sequence[Ending], now: datetime
) -> int:
    course = site.catalogue.courses.get(course_key)
    new_statements: list[statements.Json] = []
    with gathering_session(connection, new_statements) as session:
        account = session.scalar(select(Account).where(Account.username == name))
        if course is None or course.passing is None or account is None:
            return 0
        learner: Learner = account.learner
        if session.scalar(select(Sitting.id).where(Sitting.learner_id == learner.id)) is not None or not learner.is_simulated:
            return 0
        who = Presence(learner.uuid, learner.role, learner.is_simulated, learner.id)
        test = Plan(who, course, invent(1, learner.id), endings, "fr", now - timedelta(days=13), asks_review=endings[-1] != "passes")
        n_sittings = take_course(session, site, test, now)
        session.commit()
    write_statements(connection, site, new_statements, now)
    return n_sittings


def write_statements(connection: Connection, site: SimulationTarget, new_statements: list[statements.Json], now: datetime) -> None:
    """What was lived in years past leaves its rows alone: the store dates an arrival by today, so a report would see a wrong clock."""
    oldest = (now - BELIEVED).isoformat()
    recent = [one for one in in_order(new_statements, now) if one["timestamp"] > oldest]
    statement_writer.put(connection, recent, authority=statements.authority(site.home_page), now=now)


def take_course(session: Session, site: SimulationTarget, test: Plan, now: datetime) -> int:
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
        objectives=shelf.objectives_for(course.audience),
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
