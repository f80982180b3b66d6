"""The table of participants that the analysis takes, made from the site's tables: everybody who was assessed, once."""

from datetime import datetime

from cryptography.fernet import Fernet
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.trial.flow import Flow, flow
from analytics.trial.participants import Participant, Status
from lms.trial import sealing, sittings, trials
from lms.trial.instruments import NO_START
from lms.trial.models import DAY_30, END, EXCLUDED_LATE, TAKES_PART, Trial, TrialHarm, TrialParticipant, TrialPlace, TrialSitting
from lms.trial.participation import day_of

NO_ANSWER, ERASED = "no_answer", "erased"


def participants(reader: Session, trial: Trial, box: Fernet, now: datetime) -> list[Participant]:
    """One row a person assessed, in the order in which they came, with the true arms: for commands after the data are closed, and for
    rehearsals that mix the arms at once.

    Who agreed and never began counts as excluded for that. Who is past the last day of the end without it is lost. A place whose person
    was erased stays, as withdrawn: nobody leaves the count once randomised. Raises SealBroken.
    """
    rows = reader.scalars(select(TrialParticipant).where(TrialParticipant.trial_id == trial.id).order_by(TrialParticipant.id)).all()
    answers = _answers(reader, trial)
    harms = _harms(reader, trial)
    people = [_person(number, row, answers.get(row.id, {}), harms, box, now) for number, row in enumerate(rows, start=1)]
    with_person = {row.place_id for row in rows}
    places = reader.scalars(select(TrialPlace).where(TrialPlace.trial_id == trial.id).order_by(TrialPlace.id))
    return people + [_erased(place, box) for place in places if place.id not in with_person]


def counts(reader: Session, trial: Trial, box: Fernet, now: datetime) -> Flow:
    """The CONSORT flow of the site's tables. Raises FlowBroken when its sums do not hold, SealBroken."""
    return flow(participants(reader, trial, box, now), trials.protocol_of(trial))


def elsewhere(reader: Session, trial: Trial, box: Fernet) -> list[tuple[str, str, int, int]]:
    """What people met outside their arm, asked at day 30: (arm, what, how many, of how many). For closed data alone."""
    query = select(TrialSitting, TrialPlace.arm_box).join(TrialParticipant, TrialParticipant.id == TrialSitting.participant_id)
    query = query.join(TrialPlace, TrialPlace.id == TrialParticipant.place_id)
    rows = reader.execute(query.where(TrialParticipant.trial_id == trial.id, TrialSitting.phase == DAY_30)).all()
    answers = [(sealing.unseal(box, arm_box), sitting.elsewhere or {}) for sitting, arm_box in rows]
    told = []
    for arm in trials.protocol_of(trial).arm_keys():
        own = [answer for key, answer in answers if key == arm]
        for what in ("modules", "game", "booklet"):
            told.append((arm, what, sum(bool(answer.get(what)) for answer in own), len(own)))
    return told


def _person(
    number: int, row: TrialParticipant, answers: dict[str, dict[str, str]], harms: dict[tuple[int, str], int], box: Fernet, now: datetime
) -> Participant:
    name = f"P{number:05d}"
    protocol = trials.protocol_of(row.trial)
    if row.place is None:
        blank = {stratum.key: "" for stratum in protocol.strata}
        return Participant(name, row.excluded or NO_START, "", "", False, "completed", "", blank, {})
    made = trials.instruments_of(row.trial, box)
    is_past = _is_past(row, row.place, made.window(END).last_day, now)
    status, reason = _status(row, has_end=END in answers, is_past=is_past)
    values = sittings.values(made, protocol, answers)
    for harm in (harm.key for harm in protocol.harms):
        values[harm] = values.get(harm, 0.0) + harms.get((row.id, harm), 0)
    arm, was_used = sealing.unseal(box, row.place.arm_box), row.place.used_at is not None
    return Participant(name, "", arm, row.place.cluster, was_used, status, reason, row.place.strata, values)


def _is_past(row: TrialParticipant, place: TrialPlace, last_day: int, now: datetime) -> bool:
    """Whether the end can no longer be handed in."""
    return row.trial.closed_at is not None or (day_of(now) - day_of(place.at)).days > last_day


def _status(row: TrialParticipant, *, has_end: bool, is_past: bool) -> tuple[Status, str]:
    if row.status != TAKES_PART:
        return ("excluded_late" if row.status == EXCLUDED_LATE else "withdrawn"), row.reason
    return ("lost", NO_ANSWER) if is_past and not has_end else ("completed", "")


def _erased(place: TrialPlace, box: Fernet) -> Participant:
    arm = sealing.unseal(box, place.arm_box)
    return Participant(f"E{place.id:05d}", "", arm, place.cluster, place.used_at is not None, "withdrawn", ERASED, place.strata, {})


def _answers(reader: Session, trial: Trial) -> dict[int, dict[str, dict[str, str]]]:
    rows: dict[int, dict[str, dict[str, str]]] = {}
    query = select(TrialSitting).join(TrialParticipant, TrialParticipant.id == TrialSitting.participant_id)
    for sitting in reader.scalars(query.where(TrialParticipant.trial_id == trial.id)):
        rows.setdefault(sitting.participant_id, {})[sitting.phase] = sitting.answers
    return rows


def _harms(reader: Session, trial: Trial) -> dict[tuple[int, str], int]:
    query = select(TrialHarm.participant_id, TrialHarm.harm, func.count()).join(
        TrialParticipant, TrialParticipant.id == TrialHarm.participant_id
    )
    query = query.where(TrialParticipant.trial_id == trial.id).group_by(TrialHarm.participant_id, TrialHarm.harm)
    return {(row[0], row[1]): row[2] for row in reader.execute(query)}
