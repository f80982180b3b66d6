"""The verbs of a play: start, take a turn, replay. The rules are the week's; here a turn is kept whole or not at all."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courses.model.game import Book
from game.core.state.events import Event
from game.core.week import Week
from lms.accounts.models import Learner
from lms.accounts.presence import Presence, learner_row
from lms.cohorts.models import CAMPAIGN, Registration
from lms.cohorts.registering import register
from lms.errors import NotFound
from lms.weeks import form_commands, play_documents
from lms.weeks.models import Play
from lms.weeks.play_documents import PlayMoved
from lms.weeks.site_game import Table
from lms.weeks.week_statements import tell

SEEDS = 2**31


class TurnGone(Exception):
    """The form is of a turn that is over (double click, back button, second tab). Nothing was changed: show the play again."""


@dataclass(frozen=True)
class Start:
    """What the learner chose before the first morning. character: name, look, pronoun, relative.

    uuid: minted with the form, so that sending the form twice starts one play.
    """

    uuid: UUID
    campaign: str
    week: int
    length: str
    difficulty: int
    character: Mapping[str, str]
    seed: int
    again: Mapping[str, Any] | None = None
    """The save of the week to play again with the same luck, body and knowledge; None: a new week."""


def new_seed() -> int:
    return secrets.randbelow(SEEDS)


def start(
    table: Table, who: Presence, wanted: Start, language: str, now: datetime, *, before: Mapping[str, Any] | None = None
) -> "Opening":
    """A new week, not kept yet: give it to the writer. before: the save of the week it follows. Raises Unknown and SaveUnreadable."""
    if wanted.again is not None:
        week = Week.again(table.book, table.rule, wanted.again, play=str(wanted.uuid))
        return Opening(week, wanted.uuid, week.begin(), who, language, table.home_page, now)
    week = Week.start(
        table.book,
        table.rule,
        campaign=wanted.campaign,
        week=wanted.week,
        seed=wanted.seed,
        play=str(wanted.uuid),
        difficulty=wanted.difficulty,
        length=wanted.length,
        character=wanted.character,
        before=before,
    )
    return Opening(week, wanted.uuid, week.begin(), who, language, table.home_page, now)


@dataclass(frozen=True)
class Opening:
    """A started week on its way to the database."""

    week: Week
    uuid: UUID
    events: Sequence[Event]
    who: Presence
    language: str
    home_page: str
    now: datetime

    def __call__(self, work: Session) -> None:
        """Keep the play and tell its first statements, in one piece. Run it on the writer."""
        view = self.week.view()
        learner = learner_row(work, self.who, self.now)
        registration = register(work, learner, CAMPAIGN, view.campaign, self.now)
        play = Play(
            uuid=self.uuid,
            registration_id=registration.id,
            campaign=view.campaign,
            week=view.week,
            turn=view.turn,
            is_over=view.is_over,
            saved=self.week.save(),
            started_at=self.now,
            touched_at=self.now,
        )
        work.add(play)
        play_documents.write(work, self.uuid, registration, play.saved, self.home_page, known=None, now=self.now)
        tell(work, self.events, registration, self.language, self.home_page, self.now)


@dataclass(frozen=True)
class Turn:
    """A command that the week has taken, on its way to the database."""

    uuid: UUID
    from_turn: int
    touched_at: datetime
    week: Week
    events: Sequence[Event]
    registration_id: int
    language: str
    home_page: str
    now: datetime

    def __call__(self, work: Session) -> None:
        """Move the play on and tell what happened, if nobody did so first. Run it on the writer. Raises TurnGone."""
        view, saved = self.week.view(), self.week.save()
        moved = work.execute(
            update(Play)
            .where(Play.uuid == self.uuid, Play.turn == self.from_turn)
            .values(turn=view.turn, is_over=view.is_over, saved=saved, touched_at=self.now)
        )
        if moved.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
            raise TurnGone
        registration = work.get_one(Registration, self.registration_id)
        try:
            play_documents.write(work, self.uuid, registration, saved, self.home_page, known=self.touched_at, now=self.now)
        except PlayMoved as error:
            raise TurnGone from error
        tell(work, self.events, registration, self.language, self.home_page, self.now)


def take(table: Table, play: Play, sent: form_commands.SentCommand, language: str, now: datetime) -> Turn:
    """The week after one command, not kept yet. Raises TurnGone, and NotNow or Unknown when the week refuses."""
    if sent.turn != play.turn:
        raise TurnGone
    week = Week.resume(table.book, table.rule, play.saved)
    events = week.do(sent.command)
    return Turn(play.uuid, play.turn, play.touched_at, week, events, play.registration_id, language, table.home_page, now)


def row(session: Session, uuid: UUID) -> Play | None:
    """The play of this name, whosever it is: show it to nobody before hers() let it pass."""
    return session.scalar(select(Play).where(Play.uuid == uuid))


def hers(play: Play | None, who: Presence) -> Play:
    """The learner's own play. Raises NotFound for one that is absent or somebody else's."""
    if play is None or play.registration.learner.uuid != who.uuid:
        raise NotFound
    return play


def week_before(session: Session, book: Book, who: Presence, campaign: str, week: int) -> Mapping[str, Any] | None:
    """The save of the week that this one follows, when the learner played it to its end; the last one, if more than once."""
    story = book.campaigns.get(campaign)
    if story is None or week not in {plan.number for plan in story.weeks} or not story.week(week).follows:
        return None
    chosen = select(Play.saved).join(Play.registration).join(Registration.learner)
    chosen = chosen.where(Learner.uuid == who.uuid, Play.campaign == campaign, Play.week == week - 1, Play.is_over)
    return session.scalars(chosen.order_by(Play.touched_at.desc()).limit(1)).first()


def plays_of(session: Session, who: Presence, *, most: int = 30) -> list[Play]:
    """The learner's plays, the one she touched last first."""
    chosen = select(Play).join(Play.registration).join(Registration.learner).where(Learner.uuid == who.uuid)
    return list(session.scalars(chosen.order_by(Play.touched_at.desc()).limit(most)))
