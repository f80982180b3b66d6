"""A learner's plays as State documents, one a play: written with each turn, and brought over when a window took the play further.

The document and the play's row are written in one piece and at one instant, so a document of another instant is a window's work.
A guest has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from game.core.errors import SaveUnreadable
from game.core.week import Week
from game.device import play_saves
from game.device.play_saves import PlayDocument, Unreadable
from lms.accounts.models import GUEST, Learner
from lms.accounts.presence import Presence, learner_row
from lms.cohorts.models import CAMPAIGN, Registration
from lms.cohorts.registering import register
from lms.weeks.models import Play
from lms.weeks.site_game import Table
from lrs.storage import clock
from lrs.writing import documents
from lrs.writing.documents import Conditions, Document, NewDocument, Place
from xapi import activities
from xapi.actor import account

JSON = "application/json"
DAMAGED = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class PlayMoved(Exception):
    """A window has taken this play further meanwhile: show the play again. Nothing was changed."""


@dataclass(frozen=True)
class Arrival:
    """A play that a window kept at the site, as it was read. updated: the document's, as the store writes it."""

    play: UUID
    updated: str
    carried: PlayDocument


def place(home_page: str, learner: UUID) -> Place:
    return documents.state_of(activities.plays(), account(home_page, learner), None)


def write(
    work: Session, play: UUID, registration: Registration, saved: dict[str, Any], home_page: str, *, known: datetime | None, now: datetime
) -> None:
    """Keep the play's document beside its row, over the one that was read and no other.

    known: the instant of the one that was read, None for a new play. Call it inside the writer, with the row's touched_at the same `now`.
    Raises PlayMoved.
    """
    if registration.learner.role == GUEST:
        return
    connection, there, name = work.connection(), place(home_page, registration.learner.uuid), str(play)
    old = documents.get(connection, there, name)
    if old is not None and (known is None or old.updated != clock.text(known)):
        raise PlayMoved
    conditions = Conditions(if_none_match="*") if old is None else Conditions(if_match=f'"{old.etag}"')
    cohort = str(registration.cohort.uuid) if registration.cohort else None
    content = PlayDocument(str(registration.uuid), cohort, saved).to_bytes()
    documents.put(connection, there, NewDocument(name, content, JSON, now), conditions)


def arrivals(reader: Session, table: Table, who: Presence) -> list[Arrival]:
    """What windows kept of this learner's plays since the rows were written. What no page could show is left alone."""
    if who.is_guest:
        return []
    connection, there = reader.connection(), place(table.home_page, who.uuid)
    found = [(name, documents.get(connection, there, name)) for name in _elsewhere(reader, there, who)]
    read = [_read(table, name, document) for name, document in found if document is not None]
    return [one for one in read if one is not None]


def arrival(reader: Session, table: Table, who: Presence, play: UUID, touched: datetime | None) -> list[Arrival]:
    """The same of one play, none or one. touched: its row's instant; None when it has no row."""
    if who.is_guest:
        return []
    document = documents.get(reader.connection(), place(table.home_page, who.uuid), str(play))
    if document is None or (touched is not None and document.updated == clock.text(touched)):
        return []
    read = _read(table, str(play), document)
    return [] if read is None else [read]


def _elsewhere(reader: Session, there: Place, who: Presence) -> list[str]:
    """Names of the documents that no row was written with."""
    mine = select(Play.uuid, Play.touched_at).join(Play.registration).join(Registration.learner).where(Learner.uuid == who.uuid)
    known = {str(uuid): clock.text(touched) for uuid, touched in reader.execute(mine)}
    return [name for name, updated in documents.names(reader.connection(), there) if known.get(name) != updated]


def _read(table: Table, name: str, document: Document) -> Arrival | None:
    """A play that a page can show. One of a newer version passes: its page says that it cannot be opened here, and nothing is lost."""
    try:
        found = play_saves.read(document.content, name)
        table.book.campaigns[found.save["campaign"]].week(found.save["week"])
        Week.resume(table.book, table.rule, found.save).view()
    except SaveUnreadable:
        pass
    except (Unreadable, *DAMAGED):
        return None
    return Arrival(UUID(name), document.updated, found)


@dataclass(frozen=True)
class BringOver:
    """Arrivals on their way into the rows."""

    arrived: Sequence[Arrival]
    who: Presence
    home_page: str

    def __call__(self, work: Session) -> None:
        """Each play's row becomes what its document is. Run it on the writer."""
        for one in self.arrived:
            document = documents.get(work.connection(), place(self.home_page, self.who.uuid), str(one.play))
            if document is not None and document.updated == one.updated:
                self._bring(work, one)

    def _bring(self, work: Session, one: Arrival) -> None:
        save, at = dict(one.carried.save), clock.parse(one.updated)
        play = work.scalar(select(Play).where(Play.uuid == one.play))
        if play is not None and play.registration.learner.uuid != self.who.uuid:
            return  # a name that is somebody else's play: whoever wrote it, it is not hers to write
        if play is not None and play.is_over and play.week < save["week"]:
            play.uuid, play = uuid4(), None  # the next week has the same name: the finished one stays, to look back on
            work.flush()
        if play is None:
            learner = learner_row(work, self.who, at)
            registration = self._registration(work, learner, one.carried, at)
            play = Play(uuid=one.play, registration_id=registration.id, started_at=at)
            work.add(play)
        play.campaign, play.week, play.turn = save["campaign"], save["week"], save["turn"]
        play.is_over, play.saved, play.touched_at = one.carried.is_over, save, at

    def _registration(self, work: Session, learner: Learner, one: PlayDocument, at: datetime) -> Registration:
        """The one its statements carry, if it is hers; else her registration for the campaign."""
        try:
            wanted = UUID(one.registration)
        except ValueError:
            wanted = UUID(int=0)
        known = work.scalar(select(Registration).where(Registration.uuid == wanted, Registration.learner_id == learner.id))
        return known or register(work, learner, CAMPAIGN, one.save["campaign"], at)
