"""The demo's carer, who read her course some days ago: whoever signs in as her finds cards to look at again, and nothing of a mark."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from lms import statements
from lms.accounts.models import Account
from lms.accounts.presence import Presence
from lms.demo.simulated_answers import invent
from lms.demo.simulated_reviews import Visit, look_again
from lms.demo.simulation import answer_items, in_order, read_screens, titles_of
from lms.demo.simulation_target import SimulationTarget
from lms.learning import reading
from lms.spaced_review.models import ReviewCard
from lrs.writing import statement_writer

NAME, COURSE = "caregiver", "caregivers"
DAYS_AGO = 6


def read_and_come_back(site: SimulationTarget, now: datetime | None = None) -> bool:
    """Let the demo account read and answer its course, and look at some of its cards; False when it has cards, or is not there."""
    at = now or datetime.now(UTC)
    return bool(site.writer.submit(lambda connection: _live(connection, site, at)))


def _live(connection: Connection, site: SimulationTarget, now: datetime) -> bool:
    gathered: list[statements.Json] = []
    info = {statements.GATHERED: gathered}
    with Session(bind=connection, expire_on_commit=False, join_transaction_mode="create_savepoint", info=info) as session:
        account, course = session.scalar(select(Account).where(Account.username == NAME)), site.catalogue.courses.get(COURSE)
        if account is None or course is None or not account.learner.is_simulated:
            return False
        learner = account.learner
        if session.scalar(select(ReviewCard.id).where(ReviewCard.learner_id == learner.id).limit(1)) is not None:
            return False
        who, simulated = Presence(learner.uuid, learner.role, True, learner.id), invent(3, learner.id)
        at = now - timedelta(days=DAYS_AGO)
        for key in course.modules:
            module = site.catalogue.module(key, "fr")
            start = reading.Reader(who, course, module, titles_of(site, key), site.home_page, at)
            at = read_screens(session, start, simulated, 1.0)
            at = answer_items(session, site, replace(start, now=at), simulated, 1.0) + timedelta(hours=2)
        look_again(session, site.catalogue, site.home_page, Visit(simulated, learner.id, "fr", at, at + timedelta(days=3)))
        session.commit()
    statement_writer.put(connection, in_order(gathered, now), authority=statements.authority(site.home_page), now=now)
    return True
