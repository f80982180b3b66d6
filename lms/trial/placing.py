"""Assessing a person, her agreement, and her place: drawn by concealed stratified blocks when she hands in the first questionnaire."""

from collections.abc import Mapping
from datetime import datetime

from cryptography.fernet import Fernet
from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from analytics.trial import allocation
from analytics.trial.errors import StepRefused
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


def assess(
    work: Session, trial_id: int, learner_id: int, excluded: str, strata: Mapping[str, str], now: datetime, cluster: str = ""
) -> TrialParticipant:
    """Write down that somebody was assessed. excluded: the first reason that keeps her out, or empty for one who agreed.
    cluster: the one she joins, where whole clusters are randomised.

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
    row.cluster = cluster if not excluded else ""
    row.consented_at = None if excluded else now
    work.flush()
    return row


def give_place(work: Session, row: TrialParticipant, box: Fernet, content: str, now: datetime) -> TrialPlace:
    """The next place of her stratum, its arm under seal; the one she has when she has one. Call it inside the writer.

    Where whole clusters are randomised, the first person of a cluster draws for it, and who joins it later is given its arm.
    The places of a stratum are given in their order, in the transaction of her first questionnaire: a second try finds the same place.
    Raises PlacesStopped, StepRefused of analytics for a stratum without a value, SealBroken.
    """
    if row.place is not None:
        return row.place
    if (reason := stopped(row.trial, content)) is not None:
        raise PlacesStopped(reason)
    protocol = trials.protocol_of(row.trial)
    stratum = allocation.stratum_of(protocol, row.strata)
    is_of_cluster = protocol.unit == "cluster"
    if is_of_cluster and not row.cluster:
        raise StepRefused("cluster: it is missing. Nobody is randomised without it.")
    number = _count(work, row, stratum)
    arm = _arm_of_cluster(work, row, box) if is_of_cluster else None
    if arm is None:
        seed = bytes.fromhex(sealing.unseal(box, row.trial.seed_box))
        drawn_before = _count(work, row, stratum, of_clusters=True) if is_of_cluster else number
        arm = allocation.arm_at(protocol, seed, stratum, drawn_before)
    box_of_arm = sealing.seal(box, arm)
    place = TrialPlace(
        trial_id=row.trial_id, stratum=stratum, strata=dict(row.strata), place=number, cluster=row.cluster, arm_box=box_of_arm, at=now
    )
    work.add(place)
    work.flush()
    row.place = place
    work.flush()
    return place


def _count(work: Session, row: TrialParticipant, stratum: str, *, of_clusters: bool = False) -> int:
    """How many places of a stratum are given, or how many clusters of it have an arm."""
    what = func.count(distinct(TrialPlace.cluster)) if of_clusters else func.count()
    given = select(what).select_from(TrialPlace).where(TrialPlace.trial_id == row.trial_id, TrialPlace.stratum == stratum)
    return work.scalar(given) or 0


def _arm_of_cluster(work: Session, row: TrialParticipant, box: Fernet) -> str | None:
    """The arm that the first person of her cluster drew; None when nobody of it has a place. A place stays when its person is erased."""
    query = select(TrialPlace.arm_box).where(TrialPlace.trial_id == row.trial_id, TrialPlace.cluster == row.cluster)
    arm_box = work.scalar(query.order_by(TrialPlace.id).limit(1))
    return None if arm_box is None else sealing.unseal(box, arm_box)
