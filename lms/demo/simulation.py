"""Simulated learners for a demo site: they read, answer and play through the real verbs, and every one of them says it is simulated."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from courses.items.marking import mark
from courses.model.content import Course
from courses.serving.item_languages import in_each_language
from lms import statements
from lms.accounts.models import Learner
from lms.accounts.presence import Presence, learner_row
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.demo.simulated_answers import SimulatedLearner, confidence, invent, respond
from lms.demo.simulated_opinions import GIVE_ONE, give_opinion
from lms.demo.simulated_reviews import Visit, look_again
from lms.demo.simulated_weeks import Simulation
from lms.demo.simulation_target import SimulationTarget
from lms.learning import answering, question_standing, reading
from lrs.writing import statement_writer

LONGEST_AGO_DAYS = 40
SECONDS_A_SCREEN = 45
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Habit:
    """What the learners of a group do. modules: what they read, the first one to its last item; week: campaign and number they play."""

    role: str
    modules: tuple[str, str]
    week: tuple[str, int]


PATIENTS = Habit("patient", ("fever", "treatment-cycle"), ("azur", 2))
CARERS = Habit("caregiver", ("carer-red-signals", "carer-daily-care"), ("caregiver", 2))


def simulate(
    site: SimulationTarget,
    cohort: UUID,
    count: int,
    *,
    seed: int,
    habit: Habit = PATIENTS,
    now: datetime | None = None,
    progress: Progress = lambda _count: None,
) -> int:
    """Add simulated learners to a simulated cohort, each kept whole or not at all. Gives how many statements they made.

    seed: the same seed, cohort size and content give the same choices. progress: told how many are done. Raises NotFound for a
    cohort of real learners.
    """
    now = now or datetime.now(UTC)
    first = site.writer.submit(lambda connection: _simulated_so_far(connection))
    n_statements = 0
    for number in range(first, first + count):
        n_statements += _live(site, cohort, invent(seed, number), habit, now)
        progress(number - first + 1)
    return n_statements


def _simulated_so_far(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(Learner).where(Learner.is_simulated, Learner.account_id.is_(None))) or 0


def _live(site: SimulationTarget, cohort: UUID, learner: SimulatedLearner, habit: Habit, now: datetime) -> int:
    """One learner's weeks, in one transaction; her statements are stored at once, with the times she lived them."""
    language = "fr" if learner.chance("language") < 0.7 else "en"
    begins = now - timedelta(days=2 + (LONGEST_AGO_DAYS - 2) * learner.chance("begins"))
    play = Simulation.of(site.catalogue, learner, habit.week, language)

    def work(connection: Connection) -> int:
        gathered_statements: list[statements.Json] = []
        with Session(
            bind=connection,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
            info={statements.GATHERED: gathered_statements},
        ) as session:
            cohort_row = session.scalars(select(Cohort).where(Cohort.uuid == cohort)).one()
            who = Presence(uuid4(), habit.role, True, None)
            course = site.catalogue.course(cohort_row.course)
            registering.join(session, cohort_row, learner_row(session, who, begins), course, site.home_page, begins, language)
            end = _learn(session, site, course, habit.modules, who, learner, language, begins)
            visit = Visit(learner, learner_row(session, who, begins).id, language, end, now)
            look_again(session, site.catalogue, site.home_page, visit)
            if learner.chance("gives an opinion") < GIVE_ONE:
                give_opinion(session, site, visit.learner_id, cohort_row.course, learner, end, language)
            play.write(session, who, site.home_page, min(end + timedelta(days=learner.pace / 2), now - timedelta(minutes=30)))
            session.commit()
        statement_writer.put(connection, in_order(gathered_statements, now), authority=statements.authority(site.home_page), now=now)
        return len(gathered_statements)

    return site.writer.submit(work)


def in_order(all_statements: list[statements.Json], now: datetime) -> list[statements.Json]:
    """The order she lived them in, and nothing later than now."""
    latest = now.isoformat()
    return sorted(({**one, "timestamp": min(one["timestamp"], latest)} for one in all_statements), key=lambda one: one["timestamp"])


def _learn(
    session: Session,
    site: SimulationTarget,
    course: Course,
    modules: tuple[str, str],
    who: Presence,
    learner: SimulatedLearner,
    language: str,
    begins: datetime,
) -> datetime:
    """Read and answer; gives when she stopped."""
    at = begins + timedelta(minutes=1)
    shares = (max(learner.stamina, 0.35), learner.stamina - 0.35)
    for key, share in zip(modules, shares, strict=True):
        if share <= 0 or key not in course.modules:
            continue
        module = site.catalogue.module(key, language)
        start = reading.Reader(who, course, module, titles_of(site, key), site.home_page, at)
        at = read_screens(session, start, learner, share) + timedelta(days=learner.pace)
        at = answer_items(session, site, replace(start, now=at), learner, share)
        at += timedelta(days=learner.pace)
    return at


def read_screens(session: Session, start: reading.Reader, learner: SimulatedLearner, share: float) -> datetime:
    """Read a share of a module's screens; gives when she stopped."""
    reading.enter(session, start)
    at = start.now
    n_screens = min(start.screens, max(1, round(share * start.screens)))
    for screen in range(1, n_screens + 1):
        seconds = SECONDS_A_SCREEN * (0.5 + learner.chance(f"read|{start.module.key}|{screen}"))
        at += timedelta(seconds=seconds)
        reading.go_on(session, replace(start, now=at), screen, seconds)
    return at


def answer_items(session: Session, site: SimulationTarget, start: reading.Reader, learner: SimulatedLearner, share: float) -> datetime:
    """Answer a share of a module's items; gives when she stopped."""
    at = start.now
    n_items = max(3, round(share * len(start.module.items)))
    for item in start.module.items[:n_items]:
        seconds = 8 + 40 * learner.chance(f"seconds|{item.key}") * (1.3 - learner.skill)
        at += timedelta(seconds=seconds + 5)
        response = respond(learner, item)
        items = in_each_language(site.catalogue, start.module, item)
        said_sure = confidence(learner, item)
        new_answer = answering.Answer(item, items, response, mark(item, response), 1, round(seconds, 1), said_sure)
        answering.answer(session, replace(start, now=at), new_answer)
    if n_items >= len(start.module.items):
        at = _take_again(session, site, replace(start, now=at))
    reading.finish(session, replace(start, now=at))
    return at


def _take_again(session: Session, site: SimulationTarget, start: reading.Reader) -> datetime:
    """Whoever answered everything takes what was left at the end again, until each safety question had its safe answer."""
    at = start.now
    registration = reading.enter(session, start).registration
    for row in question_standing.of(session, registration, start.module).open:
        if row.item.kind != "single":
            continue
        at += timedelta(seconds=SECONDS_A_SCREEN)
        response = min(row.item.right_keys)
        items = in_each_language(site.catalogue, start.module, row.item)
        new_answer = answering.Answer(row.item, items, response, mark(row.item, response), row.latest.number + 1 if row.latest else 1, 20.0)
        answering.answer(session, replace(start, now=at), new_answer)
    return at


def titles_of(site: SimulationTarget, key: str) -> dict[str, str]:
    """A module's title in each language."""
    return {language: site.catalogue.module(key, language).title for language in ("fr", "en")}


def new_seed() -> int:
    return secrets.randbelow(2**31)
