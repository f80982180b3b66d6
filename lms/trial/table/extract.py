"""The table of participants that the analysis takes, made from the site's tables and its store: everybody who was assessed, once."""

import hmac
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from cryptography.fernet import Fernet
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.trial.extracts import health, learning_events
from analytics.trial.extracts.learning_events import Days
from analytics.trial.flow import Flow, flow
from analytics.trial.participants import Participant, Status
from analytics.trial.protocol import Protocol
from lms.accounts.merging import pseudonyms
from lms.trial import sealing, sittings, trials
from lms.trial.instruments import NO_START, Instruments
from lms.trial.models import DAY_30, END, EXCLUDED_LATE, START, TAKES_PART, Trial, TrialHarm, TrialParticipant, TrialPlace, TrialSitting
from lms.trial.participation import day_of
from lms.trial.table import acts
from lms.web.current_site import current_site
from lms.web.database.instants import ZONE

NO_ANSWER, ERASED = "no_answer", "erased"
Answers = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Gathered:
    """people: by pseudonym, in its order, which tells nothing of who came when. left_out: what no outcome could be made of, by kind."""

    people: list[Participant]
    left_out: Counter[str]

    @property
    def health(self) -> list[tuple[str, int]]:
        """The kinds that were met, with how often."""
        return health.lines(self.left_out)


@dataclass(frozen=True)
class _Case:
    """What the numbers of every person of one trial are made with."""

    trial: Trial
    protocol: Protocol
    made: Instruments
    box: Fernet
    seed: bytes
    now: datetime
    left_out: Counter[str]

    def name(self, of: str) -> str:
        """A pseudonym for this trial alone; made with its sealed seed, so that nobody finds a person by it without the site's key."""
        mark = "SIM" if self.protocol.simulated else "P"
        return f"{mark}-{hmac.digest(self.seed, f'person|{of}'.encode(), 'sha256').hex()[:12]}"


def gather(reader: Session, trial: Trial, box: Fernet, now: datetime, home_page: str) -> Gathered:
    """One row a person assessed, with the true arms: for commands after the data are closed, and for rehearsals that mix the arms at once.

    Who agreed and never began counts as excluded for that. Who is past the last day of the end without it is lost. A place whose person
    was erased stays, as withdrawn: nobody leaves the count once randomised. Values that do not fit are left out and counted, and stop
    nothing. The same tables and store give the same rows. Raises SealBroken.
    """
    seed = bytes.fromhex(sealing.unseal(box, trial.seed_box))
    case = _Case(trial, trials.protocol_of(trial), trials.instruments_of(trial, box), box, seed, now, Counter())
    rows = reader.scalars(select(TrialParticipant).where(TrialParticipant.trial_id == trial.id).order_by(TrialParticipant.id)).all()
    answers, harms = _answers(reader, case), _harms(reader, case)
    people = [_person(reader, case, row, answers.get(row.id, {}), harms.get(row.id, {}), home_page) for row in rows]
    with_person = {row.place_id for row in rows}
    places = reader.scalars(select(TrialPlace).where(TrialPlace.trial_id == trial.id).order_by(TrialPlace.id))
    people += [_erased(place, case) for place in places if place.id not in with_person]
    return Gathered(sorted(people, key=lambda one: one.person), case.left_out)


def participants(reader: Session, trial: Trial, box: Fernet, now: datetime) -> list[Participant]:
    """The people of `gather`, on this site."""
    return gather(reader, trial, box, now, current_site().settings.home_page).people


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


def _person(reader: Session, case: _Case, row: TrialParticipant, answers: Answers, harms: Mapping[str, int], home_page: str) -> Participant:
    name, protocol = case.name(row.uuid.hex), case.protocol
    if row.place is None:
        blank = {stratum.key: "" for stratum in protocol.strata}
        return Participant(name, row.excluded or NO_START, "", "", False, "completed", "", blank, {})
    is_past = _is_past(row, row.place, case.made.window(END).last_day, case.now)
    status, reason = _status(row, has_end=END in answers, is_past=is_past)
    values = sittings.values(case.made, protocol, answers, case.left_out)
    if case.made.of_acts:
        values |= _of_acts(reader, case, row, row.place, home_page)
    for harm in protocol.harms:
        values[harm.key] = values.get(harm.key, 0.0) + harms.get(harm.key, 0)
    arm, was_used = sealing.unseal(case.box, row.place.arm_box), row.place.used_at is not None
    return Participant(name, "", arm, row.place.cluster, was_used, status, reason, row.place.strata, values)


def _of_acts(reader: Session, case: _Case, row: TrialParticipant, place: TrialPlace, home_page: str) -> dict[str, float]:
    """The columns that are read from what she did. An act counts when it arrived before the data were closed."""
    names = [row.learner.uuid, *pseudonyms.former_of(reader, row.learner_id)]
    rows, n_foreign = acts.of_learner(reader.connection(), names, home_page)
    closed_at = case.trial.closed_at
    hers = learning_events.usable(rows, simulated=case.protocol.simulated, closed_at=None if closed_at is None else closed_at.timestamp())
    hers.left_out["other_source"] += n_foreign
    until = {outcome.key: outcome.until or 0.0 for outcome in case.protocol.outcomes if outcome.kind == "time"}
    numbers: dict[str, float] = {}
    for score in case.made.of_acts:
        one = learning_events.value(hers, score.rule, score.of, score.at, _days(case, place, score.at))  # type: ignore[arg-type]  # of_acts
        if one is not None and score.column in until:
            numbers |= sittings.of_time(score.column, one[0], until[score.column], is_event=bool(one[1]))
        elif one is not None:
            numbers[score.column] = one[0]
    case.left_out.update(hers.left_out)
    return numbers


def _days(case: _Case, place: TrialPlace, at: str) -> Days:
    """The start: all before her place. Else from her place to the end of the last day of the sitting, in the site's zone."""
    if at == START:
        return Days(None, place.at.timestamp())
    after = day_of(place.at) + timedelta(days=case.made.window(at).last_day + 1)
    return Days(place.at.timestamp(), datetime.combine(after, time(), ZONE).timestamp())


def _is_past(row: TrialParticipant, place: TrialPlace, last_day: int, now: datetime) -> bool:
    """Whether the end can no longer be handed in."""
    return row.trial.closed_at is not None or (day_of(now) - day_of(place.at)).days > last_day


def _status(row: TrialParticipant, *, has_end: bool, is_past: bool) -> tuple[Status, str]:
    if row.status != TAKES_PART:
        return ("excluded_late" if row.status == EXCLUDED_LATE else "withdrawn"), row.reason
    return ("lost", NO_ANSWER) if is_past and not has_end else ("completed", "")


def _erased(place: TrialPlace, case: _Case) -> Participant:
    arm, was_used = sealing.unseal(case.box, place.arm_box), place.used_at is not None
    return Participant(case.name(f"place {place.id}"), "", arm, place.cluster, was_used, "withdrawn", ERASED, place.strata, {})


def _answers(reader: Session, case: _Case) -> dict[int, Answers]:
    """By participant and phase. A questionnaire of a later day than its window is none of that phase."""
    rows: dict[int, Answers] = {}
    query = select(TrialSitting, TrialPlace.at).join(TrialParticipant, TrialParticipant.id == TrialSitting.participant_id)
    query = query.outerjoin(TrialPlace, TrialPlace.id == TrialParticipant.place_id).order_by(TrialSitting.id)
    for sitting, at in reader.execute(query.where(TrialParticipant.trial_id == case.trial.id)):
        if at is not None and not _is_of_its_days(case, sitting, at):
            case.left_out["outside_days"] += 1
        else:
            rows.setdefault(sitting.participant_id, {})[sitting.phase] = sitting.answers
    return rows


def _is_of_its_days(case: _Case, sitting: TrialSitting, at: datetime) -> bool:
    if sitting.phase == START:
        return True
    window, day = case.made.window(sitting.phase), (day_of(sitting.handed_in_at) - day_of(at)).days
    return window.first_day <= day <= window.last_day


def _harms(reader: Session, case: _Case) -> dict[int, dict[str, int]]:
    """By participant: how many of each harm of the protocol she reported."""
    keys = {harm.key for harm in case.protocol.harms}
    query = select(TrialHarm.participant_id, TrialHarm.harm, func.count()).join(
        TrialParticipant, TrialParticipant.id == TrialHarm.participant_id
    )
    query = query.where(TrialParticipant.trial_id == case.trial.id).group_by(TrialHarm.participant_id, TrialHarm.harm)
    counts: dict[int, dict[str, int]] = {}
    for participant_id, harm, count in reader.execute(query):
        if harm in keys:
            counts.setdefault(participant_id, {})[harm] = count
        else:
            case.left_out["unknown_harm"] += count
    return counts
