"""Assessing a person, her agreement, and her place: drawn by concealed stratified blocks when she hands in the first questionnaire."""

from collections.abc import Mapping
from datetime import datetime

from cryptography.fernet import Fernet
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.trial import allocation
from analytics.trial.protocol import Protocol
from lms.trial import sealing, trials
from lms.trial.errors import PlacesStopped
from lms.trial.instruments import NO_CONSENT, NO_START
from lms.trial.models import Trial, TrialParticipant, TrialPlace

PROTOCOL, CONTENT, CLOSED = "protocol", "content", "closed"


def stopped(row: Trial, content: str) -> str | None:
    """Why this trial takes nobody now; None when it does. content: the hash of the texts of today."""
    if row.closed_at is not None:
        return CLOSED
    if not trials.is_as_locked(row):
        return PROTOCOL
    return CONTENT if content != row.content_hash else None


def asked_reasons(protocol: Protocol) -> list[str]:
    """The exclusions a person is asked about, in the order written: not whether she agrees, nor whether she begins."""
    return [reason.key for reason in protocol.exclusions if reason.key not in (NO_CONSENT, NO_START)]


def assess(work: Session, trial_id: int, learner_id: int, excluded: str, strata: Mapping[str, str], now: datetime) -> TrialParticipant:
    """Write down that somebody was assessed. excluded: the first reason that keeps her out, or empty for one who agreed.

    Assessed again, she stays as she is unless she had only not agreed: reasons are not tried out one by one. Call it inside the writer.
    """
    query = select(TrialParticipant).where(TrialParticipant.trial_id == trial_id, TrialParticipant.learner_id == learner_id)
    row = work.scalar(query)
    if row is None:
        row = TrialParticipant(trial_id=trial_id, learner_id=learner_id, assessed_at=now, strata={}, excluded=excluded)
        work.add(row)
    elif row.excluded != NO_CONSENT:
        return row
    row.excluded, row.strata = excluded, dict(strata) if not excluded else {}
    row.consented_at = None if excluded else now
    work.flush()
    return row


def give_place(work: Session, row: TrialParticipant, box: Fernet, content: str, now: datetime) -> TrialPlace:
    """The next place of her stratum, its arm under seal; the one she has when she has one. Call it inside the writer.

    The places of a stratum are given in their order, in the transaction of her first questionnaire: a second try finds the same place.
    Raises PlacesStopped, StepRefused of analytics for a stratum without a value, SealBroken.
    """
    if row.place is not None:
        return row.place
    if (reason := stopped(row.trial, content)) is not None:
        raise PlacesStopped(reason)
    protocol = trials.protocol_of(row.trial)
    stratum = allocation.stratum_of(protocol, row.strata)
    given = select(func.count()).select_from(TrialPlace).where(TrialPlace.trial_id == row.trial_id, TrialPlace.stratum == stratum)
    number = work.scalar(given) or 0
    seed = bytes.fromhex(sealing.unseal(box, row.trial.seed_box))
    arm = allocation.arm_at(protocol, seed, stratum, number)
    place = TrialPlace(
        trial_id=row.trial_id, stratum=stratum, strata=dict(row.strata), place=number, arm_box=sealing.seal(box, arm), at=now
    )
    work.add(place)
    work.flush()
    row.place = place
    work.flush()
    return place
