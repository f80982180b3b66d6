"""One person in one trial: where she stands, what is due, and which pages of arms open for her."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cryptography.fernet import Fernet
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from analytics.trial.protocol import Arm, Protocol
from lms.accounts.models import Learner
from lms.trial import sealing, trials
from lms.trial.instruments import Instruments
from lms.trial.models import DAY_30, END, START, TAKES_PART, Trial, TrialParticipant, TrialPlace, TrialSitting
from lms.web.database.instants import ZONE


@dataclass(frozen=True)
class Participation:
    """row: her row with its trial and place. handed_in: the phases whose questionnaire she handed in. today: in the site's zone."""

    row: TrialParticipant
    protocol: Protocol
    instruments: Instruments
    arm: Arm | None
    """None before she was given a place."""
    handed_in: frozenset[str]
    today: date

    @property
    def trial(self) -> Trial:
        return self.row.trial

    @property
    def is_excluded(self) -> bool:
        return bool(self.row.excluded)

    def day_of(self, place: TrialPlace, phase: str, *, is_last: bool = False) -> date:
        """The first or the last day on which a later sitting may be handed in."""
        window = self.instruments.window(phase)
        return day_of(place.at) + timedelta(days=window.last_day if is_last else window.first_day)

    def is_due(self, phase: str) -> bool:
        """Whether this questionnaire can be handed in today."""
        if self.is_over or phase in self.handed_in:
            return False
        place = self.row.place
        if phase == START or place is None:
            return phase == START and place is None
        return self.day_of(place, phase) <= self.today <= self.day_of(place, phase, is_last=True)

    @property
    def due(self) -> str | None:
        """The questionnaire to answer today: the earliest one."""
        return next((phase for phase in (START, END, DAY_30) if self.is_due(phase)), None)

    @property
    def next_day(self) -> date | None:
        """When the next questionnaire opens, if none is due and one is to come."""
        place = self.row.place
        if self.is_over or place is None or self.due:
            return None
        days = [self.day_of(place, phase) for phase in (END, DAY_30) if phase not in self.handed_in]
        return min((day for day in days if day > self.today), default=None)

    @property
    def is_over(self) -> bool:
        """Nothing is asked of her any more, and every page of the site opens for her again."""
        if self.is_excluded or self.row.status != TAKES_PART or self.trial.closed_at is not None or DAY_30 in self.handed_in:
            return True
        place = self.row.place
        return place is not None and self.today > self.day_of(place, DAY_30, is_last=True)

    def opens(self, offers: frozenset[str]) -> bool:
        """Whether a page that belongs to one of these offers opens for her. Before she has a place none does: the start comes first."""
        return self.is_over or (self.arm is not None and bool(offers & set(self.arm.offers)))


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def of_learner(reader: Session, learner_id: int, box: Fernet, now: datetime) -> list[Participation]:
    """Every trial of a person, the newest first. Raises SealBroken."""
    query = select(TrialParticipant).where(TrialParticipant.learner_id == learner_id).order_by(TrialParticipant.assessed_at.desc())
    return _participations(reader, list(reader.scalars(query)), box, now)


def in_trial(reader: Session, trial: Trial, learner_id: int, box: Fernet, now: datetime) -> Participation | None:
    """Her part in this trial; None when she was not assessed for it."""
    query = select(TrialParticipant).where(TrialParticipant.trial_id == trial.id, TrialParticipant.learner_id == learner_id)
    return next(iter(_participations(reader, list(reader.scalars(query)), box, now)), None)


def by_uuid(reader: Session, uuid: UUID, box: Fernet, now: datetime) -> Participation | None:
    """The part that a device was marked with."""
    query = select(TrialParticipant).where(TrialParticipant.uuid == uuid)
    return next(iter(_participations(reader, list(reader.scalars(query)), box, now)), None)


def entry_of(reader: Session, learner: UUID) -> date | None:
    """The day on which a person was given her newest place, in the site's zone; None when she has none. Nothing is unsealed."""
    query = select(TrialPlace.at).join(TrialParticipant, TrialParticipant.place_id == TrialPlace.id).join(TrialParticipant.learner)
    at = reader.scalar(query.where(Learner.uuid == learner).order_by(TrialPlace.at.desc()).limit(1))
    return None if at is None else day_of(at)


def is_sealed() -> ColumnElement[bool]:
    """For a query over learners: whether somebody has a place in a trial whose data are open. What she did would tell staff her arm."""
    inside = select(TrialParticipant.id).join(Trial, Trial.id == TrialParticipant.trial_id)
    return inside.where(
        TrialParticipant.learner_id == Learner.id, TrialParticipant.place_id.is_not(None), Trial.closed_at.is_(None)
    ).exists()


def _participations(reader: Session, rows: list[TrialParticipant], box: Fernet, now: datetime) -> list[Participation]:
    """What was handed in is asked once for all of them."""
    phases: dict[int, set[str]] = {row.id: set() for row in rows}
    if rows:
        query = select(TrialSitting.participant_id, TrialSitting.phase).where(TrialSitting.participant_id.in_(phases))
        for participant_id, phase in reader.execute(query):
            phases[participant_id].add(phase)
    return [_participation(row, frozenset(phases[row.id]), box, now) for row in rows]


def _participation(row: TrialParticipant, phases: frozenset[str], box: Fernet, now: datetime) -> Participation:
    protocol, made = trials.protocol_of(row.trial), trials.instruments_of(row.trial, box)
    arm = None
    if row.place is not None:
        arms: Mapping[str, Arm] = {arm.key: arm for arm in protocol.arms}
        arm = arms[sealing.unseal(box, row.place.arm_box)]
    return Participation(row, protocol, made, arm, phases, day_of(now))
