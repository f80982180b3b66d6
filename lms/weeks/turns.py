"""The verbs of a play: start, take a turn, replay. The rules are the week's; here a turn is kept whole or not at all."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from game.core.errors import SaveUnreadable
from game.core.review.replay import again_at
from game.core.state.events import Event
from game.core.week import Week
from game.device.play_saves import PlayDocument, Unreadable
from lms.accounts.presence import Presence, learner_row
from lms.errors import NotFound
from lms.weeks import form_commands, play_documents, play_index
from lms.weeks.play_documents import PlayMoved, StoredPlay
from lms.weeks.site_game import SiteGame, weeks_of
from lms.weeks.week_opening import open_week
from lms.weeks.week_statements import write_statements
from lrs.storage import clock
from lrs.writing.documents import DocumentQuota

SEEDS = 2**31
ROOM = 256 * 1024
"""Bytes that must be free before a week begins, several times what a whole week takes, so that none stops for want of room."""


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
    moment: tuple[int, str] | None = None
    """Of that week, the day and slot to play again from; None: its first morning."""


@dataclass(frozen=True)
class Teller:
    """For whom a turn is kept and told. language: of the page; now: the instant of the request."""

    who: Presence
    language: str
    now: datetime


def new_seed() -> int:
    return secrets.randbelow(SEEDS)


@dataclass(frozen=True)
class Turn:
    """A week after its first morning or one command, on its way to the database. over: the ETag of what was read, None for a new play."""

    uuid: UUID
    over: str | None
    claimed: str
    """The registration that the document names; empty for a new play."""
    week: Week
    events: Sequence[Event]
    teller: Teller
    home_page: str
    quota: DocumentQuota | None = None
    seconds_between: float = 0.0
    """Between two statements, for weeks that were not played by hand."""

    def __call__(self, work: Session) -> None:
        """Write the document, its row and the statements in one piece. Run it on the writer.

        Raises TurnGone when somebody was first, NotFound for somebody else's play, QuotaPassed and LimitPassed when there is no room.
        """
        who, now = self.teller.who, self.teller.now
        row = play_index.row_of(work, self.uuid)
        is_hers = row is not None and row.registration.learner.uuid == who.uuid
        learner = row.registration.learner if row is not None and is_hers else learner_row(work, who, now)
        stored = StoredPlay(self.uuid, "", clock.text(now), PlayDocument(self.claimed, None, self.week.save()))
        registration = play_index.registration_of(work, learner, stored, row)
        cohort = str(registration.cohort.uuid) if registration.cohort else None
        document = PlayDocument(str(registration.uuid), cohort, stored.document.save)
        where = play_documents.place(self.home_page, who.uuid)
        try:
            etag = play_documents.write(work.connection(), where, self.uuid, document, over=self.over, quota=self.quota, now=now)
        except PlayMoved as error:
            raise TurnGone from error
        weeks = weeks_of(self.week.run.book, stored.campaign)
        play_index.set_row(work, registration, replace(stored, etag=etag, document=document), row, weeks)
        language, turn = self.teller.language, self.week.state.turn
        write_statements(work, self.events, registration, language, self.home_page, now, turn=turn, seconds_between=self.seconds_between)


def start(game: SiteGame, teller: Teller, start: Start, *, before: Mapping[str, Any] | None = None) -> Turn:
    """A new week, not kept yet: give it to the writer. before: the save of the week it follows. Raises Unknown and SaveUnreadable."""
    if start.again is not None and start.moment is not None:
        week = again_at(game.book, game.rule, start.again, play=str(start.uuid), moment=start.moment)
    elif start.again is not None:
        week = Week.again(game.book, game.rule, start.again, play=str(start.uuid))
    else:
        week = Week.start(
            game.book,
            game.rule,
            campaign=start.campaign,
            week=start.week,
            seed=start.seed,
            play=str(start.uuid),
            difficulty=start.difficulty,
            length=start.length,
            character=start.character,
            before=before,
        )
    quota = None if game.quota is None else replace(game.quota, size=game.quota.size - ROOM)
    return Turn(start.uuid, None, "", week, week.begin(), teller, game.home_page, quota)


def take(game: SiteGame, teller: Teller, play: StoredPlay, sent: form_commands.SentCommand) -> Turn:
    """The week after one command, not kept yet. Raises TurnGone, SaveUnreadable, and NotNow or Unknown when the week refuses."""
    if sent.turn != play.turn:
        raise TurnGone
    week = open_week(game, play).week
    events = week.do(sent.command)
    return Turn(play.uuid, play.etag, play.document.registration, week, events, teller, game.home_page, game.quota)


def find(reader: Session, home_page: str, who: Presence, play: UUID) -> StoredPlay:
    """The learner's own play, as the last of her devices left it.

    Raises NotFound for one that is absent, somebody else's or no play at all; SaveUnreadable for one of hers that was damaged.
    """
    owner = play_index.owner_of(reader, play)
    if owner is not None and owner != who.uuid:
        raise NotFound
    try:
        stored = play_documents.read(reader.connection(), play_documents.place(home_page, who.uuid), play)
    except Unreadable as error:
        if owner is None:
            raise NotFound from error
        raise SaveUnreadable(str(error)) from error
    if stored is None:
        raise NotFound
    return stored


def week_before(reader: Session, game: SiteGame, who: Presence, campaign: str, week: int) -> Mapping[str, Any] | None:
    """The save of the week that this one follows, when the learner played it to its end; the last one, if more than once."""
    if not game.has_week(campaign, week) or not game.book.campaigns[campaign].week(week).follows:
        return None
    play = play_index.last_finished(reader, who, campaign, week - 1)
    if play is None:
        return None
    try:
        return find(reader, game.home_page, who, play).document.save
    except (NotFound, SaveUnreadable):
        return None


@dataclass(frozen=True)
class Removal:
    """A finished play on its way out of the database."""

    uuid: UUID
    etag: str
    who: Presence
    home_page: str

    def __call__(self, work: Session) -> None:
        """Remove document and row; nothing happens when a device wrote the document meanwhile. Run it on the writer."""
        where = play_documents.place(self.home_page, self.who.uuid)
        if play_documents.remove(work.connection(), where, self.uuid, self.etag):
            play_index.remove_row(work, self.uuid)
