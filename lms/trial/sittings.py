"""Questionnaires of a trial: handed in once, whole, and scored by the rules of the sealed file."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analytics.trial.participants import EVENT
from analytics.trial.protocol import Protocol
from lms.trial.instruments import OF_ACTS, Instruments, Option, Question, Score
from lms.trial.models import TrialHarm, TrialPlace, TrialSitting

SAME_REPORT = timedelta(minutes=1)
"""A tired hand presses twice: a harm must not count twice for it."""


def missing(questions: list[Question], answers: Mapping[str, str]) -> list[str]:
    """The questions without an answer that is one of theirs."""
    return [question.key for question in questions if answers.get(question.key) not in {option.key for option in question.options}]


def is_handed_in(work: Session, participant_id: int, phase: str) -> bool:
    """Whether this questionnaire is kept."""
    query = select(TrialSitting.id).where(TrialSitting.participant_id == participant_id, TrialSitting.phase == phase)
    return work.scalar(query) is not None


def hand_in(
    work: Session,
    participant_id: int,
    phase: str,
    answers: Mapping[str, str],
    elsewhere: Mapping[str, bool] | None,
    language: str,
    now: datetime,
) -> TrialSitting:
    """Keep a questionnaire. A second one of the same phase is refused by the table (IntegrityError). Call it inside the writer."""
    row = TrialSitting(
        participant_id=participant_id,
        phase=phase,
        answers=dict(answers),
        elsewhere=None if elsewhere is None else dict(elsewhere),
        language=language,
        handed_in_at=now,
    )
    work.add(row)
    work.flush()
    return row


def note_use(work: Session, place_id: int, now: datetime) -> None:
    """She used what her arm was given; the first time counts. Call it inside the writer."""
    work.execute(update(TrialPlace).where(TrialPlace.id == place_id, TrialPlace.used_at.is_(None)).values(used_at=now))


def count_harm(work: Session, participant_id: int, harm: str, now: datetime) -> None:
    """A harm that somebody reports; the same one again within SAME_REPORT is the same report. Call it inside the writer."""
    again = select(TrialHarm.id).where(TrialHarm.participant_id == participant_id, TrialHarm.harm == harm, TrialHarm.at > now - SAME_REPORT)
    if work.scalar(again.limit(1)) is None:
        work.add(TrialHarm(participant_id=participant_id, harm=harm, at=now))


def values(
    made: Instruments, protocol: Protocol, answers: Mapping[str, Mapping[str, str]], left_out: Counter[str] | None = None
) -> dict[str, float]:
    """The numbers of one person by column, of her questionnaires. answers: phase -> question -> option.

    A phase that was not handed in gives no number, nor does an answer that the questions know no more: those are counted in left_out.
    """
    until = {outcome.key: outcome.until or 0.0 for outcome in protocol.outcomes if outcome.kind == "time"}
    numbers: dict[str, float] = {}
    for score in made.scores:
        if score.rule in OF_ACTS or (own := answers.get(score.at)) is None:
            continue
        value = _value(made, score, own)
        if value is None:
            if left_out is not None:
                left_out["unknown_answer"] += 1
        elif score.column in until:
            numbers |= of_time(score.column, value, until[score.column], is_event=True)
        else:
            numbers[score.column] = value
    return numbers


def of_time(column: str, value: float, until: float, *, is_event: bool) -> dict[str, float]:
    """The two columns of a time: followed no longer than to the end, where nothing has happened yet."""
    return {column: min(value, until), column + EVENT: float(is_event and value < until)}


def _value(made: Instruments, score: Score, answers: Mapping[str, str]) -> float | None:
    """None when an answer is missing or none of its question's."""
    questions = made.of(score.at) if score.rule in ("share", "unsafe") else [made.question(score.question)]
    chosen = [_option(question, answers) for question in questions]
    options = [option for option in chosen if option is not None]
    if not options or len(options) < len(questions):
        return None
    if score.rule == "unsafe":
        return float(sum(option.unsafe for option in options))
    if score.rule == "share":
        return 100.0 * sum(option.right for option in options) / len(options)
    return float(options[0].right) if score.rule == "right" else float(options[0].hours or 0.0)


def _option(question: Question, answers: Mapping[str, str]) -> Option | None:
    return next((option for option in question.options if option.key == answers.get(question.key)), None)
