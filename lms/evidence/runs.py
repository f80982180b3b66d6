"""The runs of a course that an evidence file is of, and what is known of each: professionals alone, and only those its reader follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import professions
from lms.accounts.models import PROFESSIONAL_ROLES, Account, Learner, Profession
from lms.active_time import measuring
from lms.active_time.intervals import ActiveTime
from lms.active_time.page_times import PageTimes
from lms.assessment.models import FINAL, PASSED, Sitting
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.credentials.models import Attestation
from lms.learning.models import Progress

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Period:
    """Both days included, in Paris."""

    first: date
    last: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """First instant, and the first one after it."""
        return datetime.combine(self.first, time(), PARIS), datetime.combine(self.last + timedelta(days=1), time(), PARIS)


@dataclass(frozen=True)
class Run:
    """One learner's run. name: as her employer's file, her attestation or her account has it, in this order.

    modules_done: keys. passed_on: None unless a final was passed: nothing here tells a failed one from none.
    """

    registration: Registration
    name: str
    profession: str
    active: ActiveTime
    allowance: int
    modules_done: tuple[str, ...]
    passed_on: datetime | None

    @property
    def last(self) -> datetime:
        return self.active.last or self.registration.created_at


def registrations_of(reader: Session, account: Account, course: str, period: Period, *, is_demo: bool) -> list[Registration]:
    """Runs that began in the period; of people in cohorts this account follows, of everybody for an admin. Simulated and real never mix."""
    begins, ends = period.bounds
    query = (
        select(Registration)
        .join(Learner, Learner.id == Registration.learner_id)
        .where(Registration.kind == COURSE, Registration.key == course, Learner.role.in_(PROFESSIONAL_ROLES))
        .where(Registration.created_at >= begins, Registration.created_at < ends, Learner.is_simulated.is_(is_demo))
    )
    if not account.has_role("admin"):
        query = query.where(Registration.cohort_id.in_([cohort.id for cohort in registering.cohorts_of(reader, account)]))
    return list(reader.scalars(query.order_by(Registration.created_at, Registration.id)))


def runs_of(reader: Session, registrations: Sequence[Registration], times: PageTimes, language: str, home_page: str) -> list[Run]:
    """What is known of each run, in the same order."""
    ids = [one.id for one in registrations]
    done: dict[int, list[str]] = {}
    for row in reader.execute(
        select(Progress.registration_id, Progress.module).where(Progress.registration_id.in_(ids), Progress.completed_at.is_not(None))
    ):
        done.setdefault(row.registration_id, []).append(row.module)
    passed: dict[int, datetime | None] = {
        row.registration_id: row.ended_at
        for row in reader.execute(
            select(Sitting.registration_id, Sitting.ended_at).where(
                Sitting.registration_id.in_(ids), Sitting.phase == FINAL, Sitting.verdict == PASSED
            )
        )
    }
    return [
        Run(
            registration=one,
            name=_name(reader, one.learner),
            profession=professions.words_of(reader, one.learner.account_id, one.learner.role)[language],
            active=measuring.of_registration(reader, one, times, home_page),
            allowance=measuring.allowance_of(reader, one.learner_id),
            modules_done=tuple(sorted(done.get(one.id, ()))),
            passed_on=passed.get(one.id),
        )
        for one in registrations
    ]


def _name(reader: Session, learner: Learner) -> str:
    """Never an e-mail address. A learner without an account is simulated, and has none."""
    profession = reader.get(Profession, learner.account_id) if learner.account_id is not None else None
    declared = " ".join(filter(None, (profession.given_name, profession.family_name))) if profession is not None else ""
    if declared:
        return declared
    own = select(Attestation.name).where(Attestation.learner_id == learner.id, Attestation.released_at.is_not(None))
    printed = reader.scalar(own.order_by(Attestation.issued_at.desc()).limit(1))
    return printed or (learner.account.username if learner.account is not None else f"{str(learner.uuid)[:8]}")
