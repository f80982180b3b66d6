"""The example trial of a demo site, "does the game add to the modules?": made-up people whose every row, page and file says so.

They are assessed, given places and answer through the verbs of a real trial; the arms are drawn under seal as theirs are.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.trial import lock, protocol
from analytics.trial.protocol import Protocol, Reason, Words
from lms.accounts.models import Learner
from lms.demo import simulation_target
from lms.trial import content_hash, placing, sealing, sittings, trials
from lms.trial.instruments import NO_CONSENT, NO_START, Instruments, Option, Question, Score, Window
from lms.trial.models import DAY_30, END, PHASES, START, WITHDRAWN, Trial, TrialParticipant
from lms.web.current_site import site_of
from lms.web.database.instants import now

EXAMPLE = Path(protocol.__file__).parent / "examples" / "does-the-game-add.toml"
PEOPLE = 120
QUESTIONS = 8
"""In each questionnaire."""
OPENED_DAYS_AGO = 110
LAST_PLACE_DAYS_AGO = 50
GAIN_BY_ARM = {"game": 0.24, "modules": 0.16, "booklet": 0.08}
"""By arm: how much more often an answer is right after it; 0.5 before. Invented."""
Write = Callable[[Flask, Callable[[Session], Any]], Any]


@dataclass(frozen=True)
class OpenTrial:
    """The trial while it is filled, with what its places are drawn by."""

    trial: Trial
    terms: Protocol
    made: Instruments
    box: Fernet
    content: str


def set_up(app: Flask, write: Write, *, seed: int) -> int:
    """Make the trial once, filled and closed; gives how many people were assessed, 0 when it was there. seed: of what they answer."""
    site = site_of(app)
    box, at = sealing.box_of(site.settings), now()
    content = content_hash.current(site, simulation_target.target_of(app).catalogue)
    return int(write(app, lambda work: _make(work, box, content, at, seed)))


def _make(work: Session, box: Fernet, content: str, at: datetime, seed: int) -> int:
    terms = example_protocol()
    if work.scalar(select(Trial.id).where(Trial.name == terms.trial)) is not None:
        return 0
    current_trial = open_example(work, terms, box, content, at - timedelta(days=OPENED_DAYS_AGO))
    fill(work, current_trial, at - timedelta(days=LAST_PLACE_DAYS_AGO), seed)
    trials.close(work, terms.trial, at)
    return PEOPLE


def example_protocol() -> Protocol:
    """The example, with the exclusion that a site's trial needs."""
    terms = protocol.read(EXAMPLE)
    never_began = Reason(NO_START, Words("N’a pas commencé", "Did not begin"))
    return msgspec.structs.replace(terms, exclusions=[*terms.exclusions, never_began])


def open_example(work: Session, terms: Protocol, box: Fernet, content: str, at: datetime) -> OpenTrial:
    made = example_instruments(terms)
    note = lock.Lock(terms.trial, lock.digest(terms), at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return OpenTrial(trials.open_locked(work, terms, note, made, box, content, at), terms, made, box, content)


def example_instruments(terms: Protocol) -> Instruments:
    """Questions without a story: those of a real trial are sealed, and stand in no repository."""
    questions = [_question(phase, number) for phase in PHASES for number in range(1, QUESTIONS + 1)]
    places = {"a": Words("Lieu A (inventé)", "Place A (invented)"), "b": Words("Lieu B (inventé)", "Place B (invented)")}
    return Instruments(
        trial=terms.trial,
        information=[
            Words(
                "Exemple avec des personnes simulées\u00a0: personne n’y participe.", "An example with simulated people: nobody takes part."
            )
        ],
        strata={"site": places},
        windows=[Window("end", 7, 14), Window("day_30", 30, 44)],
        questions=questions,
        scores=[
            Score("knowledge_before", "start", "share"),
            Score("knowledge", "end", "share"),
            Score("knowledge_day_30", "day_30", "share"),
            Score("calls_fever", "end", "right", "end_1"),
            Score("hours_to_report", "end", "hours", "end_2"),
            Score("unsafe_answers", "end", "unsafe"),
        ],
    )


def _question(phase: Any, number: int) -> Question:
    words = Words(f"Question {number} de l’exemple, sans histoire", f"Question {number} of the example, without a story")
    options = [
        Option("right", Words("La bonne réponse", "The right answer"), right=True, hours=2),
        Option("late", Words("Une réponse tardive", "A late answer"), hours=30),
        Option("unsafe", Words("Une réponse dangereuse", "An unsafe answer"), unsafe=True, hours=72),
    ]
    return Question(f"{phase}_{number}", [phase], words, options)


def fill(work: Session, current_trial: OpenTrial, last: datetime, seed: int, people: int = PEOPLE) -> None:
    """So many people, one after the other, the last of them assessed at `last`. Call it inside the writer."""
    chance = random.Random(seed)  # noqa: S311  makes an example up; no secret hangs on it
    days = (last - current_trial.trial.opened_at) / people
    for number in range(people):
        _live(work, current_trial, chance, current_trial.trial.opened_at + days * (number + 1))


def _live(work: Session, current_trial: OpenTrial, chance: random.Random, at: datetime) -> None:
    strata = {stratum.key: chance.choice(stratum.values) for stratum in current_trial.terms.strata}
    learner = Learner(role=strata["role"], is_simulated=True, created_at=at)
    work.add(learner)
    work.flush()
    reasons = [NO_CONSENT, *placing.asked_reasons(current_trial.terms)]
    excluded = chance.choice(reasons) if chance.random() < 0.1 else ""
    row = placing.assess(work, current_trial.trial.id, learner.id, excluded, strata, at)
    if excluded or chance.random() < 0.03:
        return
    ability = chance.gauss(0, 0.12)
    sittings.hand_in(work, row.id, START, _answers(current_trial, START, 0.5 + ability, chance), None, _language(chance), at)
    place = placing.give_place(work, row, current_trial.box, current_trial.content, at)
    arm = sealing.unseal(current_trial.box, place.arm_box)
    if chance.random() < 0.95:
        sittings.note_use(work, place.id, at + timedelta(days=1))
    if chance.random() < 0.05:
        row.status, row.reason, row.status_at = WITHDRAWN, chance.choice(["own_wish", "no_time", "health"]), at + timedelta(days=3)
        return
    _answer_later(work, current_trial, row, chance, at, 0.5 + ability + GAIN_BY_ARM[arm])


def _answer_later(
    work: Session, current_trial: OpenTrial, row: TrialParticipant, chance: random.Random, at: datetime, share: float
) -> None:
    """The end and day 30, each within its days; some answer one of them or none."""
    for phase, answers_it, forgets in ((END, 0.92, 0.0), (DAY_30, 0.85, 0.04)):
        if chance.random() > answers_it:
            continue
        window = current_trial.made.window(phase)
        day = at + timedelta(days=chance.randint(window.first_day, window.last_day))
        met_elsewhere = {what: chance.random() < 0.06 for what in ("modules", "game", "booklet")} if phase == DAY_30 else None
        sittings.hand_in(
            work, row.id, phase, _answers(current_trial, phase, share - forgets, chance), met_elsewhere, _language(chance), day
        )
    if chance.random() < 0.03:
        sittings.count_harm(work, row.id, "distress", at + timedelta(days=9))


def _answers(current_trial: OpenTrial, phase: str, share: float, chance: random.Random) -> dict[str, str]:
    return {
        question.key: "right" if chance.random() < share else chance.choice(["late", "late", "unsafe"])
        for question in current_trial.made.of(phase)
    }


def _language(chance: random.Random) -> str:
    return "fr" if chance.random() < 0.7 else "en"
