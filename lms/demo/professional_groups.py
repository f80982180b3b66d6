"""Groups of a demo site that sit the tests of their course: pharmacists, some of whom have an attestation with a past, and GPs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from lms import statements
from lms.accounts.models import Account
from lms.accounts.presence import Presence, learner_row
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.credentials import changing, releasing
from lms.demo.simulated_answers import SimulatedLearner, invent
from lms.demo.simulated_opinions import give_opinion
from lms.demo.simulated_tests import Ending, Plan, gathering_session, take_course, write_statements
from lms.demo.simulation_target import SimulationTarget


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
WHY_WITHDRAWN = "Démonstration : établie par erreur, retirée."


@dataclass(frozen=True)
class ProfessionalGroup:
    """role: of its members; histories: of the first of them."""

    name: str
    course: str
    role: str
    histories: Sequence[History] = ()


GROUPS = (
    ProfessionalGroup("Démonstration, officine", "pharmacists", "pharmacist", HISTORIES),
    ProfessionalGroup("Démonstration, médecins", "gps", "gp"),
)


def simulate_groups(
    site: SimulationTarget, count: int, *, seed: int, groups: Sequence[ProfessionalGroup] = GROUPS, now: datetime | None = None
) -> int:
    """Let `count` simulated professionals of each group sit the test; gives how many sittings were added.

    A group that is there is left as it is.
    """
    at, n_sittings = now or datetime.now(UTC), 0
    for group in groups:
        cohort = site.writer.submit(partial(_cohort, group=group, now=at)) if count and group.course in site.catalogue.courses else None
        if cohort is None:
            continue
        for number in range(count):
            learner = invent(seed, number)
            n_sittings += site.writer.submit(partial(_of_cohort, site=site, cohort=cohort, group=group, learner=learner, now=at))
    return n_sittings


def _cohort(connection: Connection, group: ProfessionalGroup, now: datetime) -> int | None:
    """The row of a new cohort; None when it is there already."""
    with gathering_session(connection, []) as session:
        if session.scalar(select(Cohort.id).where(Cohort.is_simulated, Cohort.name == group.name)) is not None:
            return None
        educator = session.scalar(select(Account).where(Account.username == "educator"))
        owner = educator.id if educator else None
        cohort = registering.open_cohort(session, group.name, group.course, "", owner, now, is_simulated=True)
        session.commit()
        return cohort.id


def _of_cohort(
    connection: Connection, site: SimulationTarget, cohort: int, group: ProfessionalGroup, learner: SimulatedLearner, now: datetime
) -> int:
    course = site.catalogue.course(group.course)
    history = group.histories[learner.number] if learner.number < len(group.histories) else None
    new_statements: list[statements.Json] = []
    draw = learner.chance("test")
    endings: tuple[Ending, ...] = ("passes",) if history or draw < 0.45 else ("unsafe", "passes") if draw < 0.75 else ("short",)
    with gathering_session(connection, new_statements) as session:
        who = Presence(uuid4(), group.role, True, None)
        begins = now - timedelta(days=history.days_ago if history else 14 + 30 * learner.chance("begins"))
        language = "fr" if learner.chance("language") < 0.8 else "en"
        row = learner_row(session, who, begins)
        registering.join(session, session.get_one(Cohort, cohort), row, course, site.home_page, begins, language)
        n_sittings = take_course(session, site, Plan(who, course, learner, endings, language, begins, compares=True), now)
        if history and history.renewed_days_ago is not None:
            again = now - timedelta(days=history.renewed_days_ago)
            registering.new_run(session, row, course, site.home_page, again, language=language)
            n_sittings += take_course(session, site, Plan(who, course, learner, endings, language, again), now)
        if history:
            _release(session, row.id, history.name)
            _withdraw(session, site.home_page, row.id, history, now)
        give_opinion(session, site, row.id, group.course, learner, now, language)
        session.commit()
    write_statements(connection, site, new_statements, now)
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
