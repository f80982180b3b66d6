"""The verbs of a case: begin one, take a turn. The rules are the core's; here a turn is kept whole, with its statements, or not at all."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.cases import CaseBook
from courses.model.content import Course
from game import case_statements
from game.core.cases.case_events import CaseEvent
from game.core.cases.case_play import CasePlay
from game.core.state.commands import Command
from lms import statements
from lms.accounts.presence import Presence, learner_row
from lms.cases.models import CaseRun
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.errors import NotFound

SEEDS = 2**31


@dataclass(frozen=True)
class Player:
    """For whom a turn is kept and told. language: of the page; now: the instant of the request."""

    who: Presence
    course: Course
    language: str
    home_page: str
    now: datetime


def new_seed() -> int:
    return secrets.randbelow(SEEDS)


def own_run(reader: Session, who: Presence, play: UUID) -> CaseRun:
    """The run of that name, if it is this learner's. Raises NotFound."""
    run = reader.scalar(select(CaseRun).where(CaseRun.uuid == play))
    if run is None or run.registration.learner.uuid != who.uuid:
        raise NotFound
    return run


@dataclass(frozen=True)
class Beginning:
    """A case just opened, on its way to the database. play: its core, whose name was minted with the form."""

    player: Player
    play: CasePlay

    def __call__(self, work: Session) -> None:
        """Run it on the writer. A form sent twice begins one play; a name that is somebody else's is refused (NotFound)."""
        player, play = self.player, self.play
        known = work.scalar(select(CaseRun).where(CaseRun.uuid == UUID(play.play)))
        if known is not None:
            if known.registration.learner.uuid != player.who.uuid:
                raise NotFound
            return
        learner = learner_row(work, player.who, player.now)
        registration = registering.find(work, learner.id, COURSE, player.course.key)
        if registration is None:
            registration = registering.register(work, learner, COURSE, player.course.key, player.now)
            registering.tell_registered(work, registration, player.course, player.language, player.home_page, player.now)
        saved = play.save()
        row = CaseRun(
            uuid=UUID(play.play),
            registration_id=registration.id,
            case_key=saved["case"],
            version=saved["version"],
            seed=play.seed,
            turn=play.state.turn,
            log=saved["log"],
            started_at=player.now,
        )
        work.add(row)
        _write_statements(work, player, registration, play.begin())


@dataclass(frozen=True)
class Turn:
    """A case after one command, on its way to the database. turn: the one the form was made for."""

    player: Player
    play: CasePlay
    turn: int
    events: Sequence[CaseEvent]

    def __call__(self, work: Session) -> None:
        """Run it on the writer. A form of a turn that is over (double click, back button, second tab) changes nothing."""
        row, play = own_run(work, self.player.who, UUID(self.play.play)), self.play
        if row.turn != self.turn:
            return
        row.turn, row.log = play.state.turn, play.save()["log"]
        if play.is_over:
            row.is_right, row.is_unsafe, row.finished_at = play.is_right, play.is_unsafe, self.player.now
        _write_statements(work, self.player, row.registration, self.events)


def begin(book: CaseBook, player: Player, case: str, play: UUID, seed: int) -> Beginning:
    """Raises Unknown for a case that is not there."""
    return Beginning(player, CasePlay.start(book, case=case, seed=seed, play=str(play)))


def take(play: CasePlay, player: Player, turn: int, command: Command) -> Turn:
    """The case after this command, not kept yet. Raises NotNow and Unknown when it refuses."""
    return Turn(player, play, turn, play.do(command))


def _write_statements(work: Session, player: Player, registration: Registration, events: Sequence[CaseEvent]) -> None:
    who = registering.speaker(registration, player.language, player.home_page)
    list_of_statements = [
        case_statements.statement(
            event,
            id=case_statements.statement_id(event, learner=str(who.uuid)),
            timestamp=player.now,
            actor=who.actor,
            registration=who.registration,
            course=player.course.key,
            role=who.role,
            platform=statements.PLATFORM,
            language=player.language,
            cohort=who.cohort,
            simulated=who.is_simulated,
        )
        for event in events
    ]
    statements.put(work, list_of_statements, home_page=player.home_page)
