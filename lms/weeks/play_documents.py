"""A learner's plays, one State document each: the only place that holds a week's save, shared by these pages and her devices.

A document is written over the one that was read and no other, told apart by the ETag of its content (If-Match), never by a time.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from game.device import play_saves
from game.device.play_saves import PlayDocument
from lrs.errors import DocumentChanged, LimitPassed
from lrs.writing import documents
from lrs.writing.documents import Conditions, DocumentQuota, NewDocument, Place
from xapi import activities
from xapi.actor import account

JSON = "application/json"


class PlayMoved(Exception):
    """The play's document is not the one that was read: another tab or a device took it further. Nothing was changed: show it again."""


@dataclass(frozen=True)
class StoredPlay:
    """A play as its document holds it. etag: what a write over it must name; updated: when it was written."""

    uuid: UUID
    etag: str
    updated: str
    document: PlayDocument

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def campaign(self) -> str:
        return self.document.campaign

    @property
    def week(self) -> int:
        return self.document.week

    @property
    def turn(self) -> int:
        return self.document.turn

    @property
    def is_over(self) -> bool:
        return self.document.is_over


def place(home_page: str, learner: UUID) -> Place:
    """Where the documents of a learner's plays lie; learner: her pseudonym."""
    return documents.state_of(activities.plays(), account(home_page, learner), None)


def read(connection: Connection, where: Place, play: UUID) -> StoredPlay | None:
    """The play of that name there; None when there is none. Raises Unreadable for a document that is no play."""
    document = documents.get(connection, where, str(play))
    if document is None:
        return None
    return StoredPlay(play, document.etag, document.updated, play_saves.read(document.content, str(play)))


def etags(connection: Connection, where: Place) -> dict[UUID, str]:
    """The ETag of each document there whose name may be a play's; none of them is read."""
    tags = documents.etags(connection, where)
    names = {name: _uuid(name) for name in tags}
    return {uuid: tags[name] for name, uuid in names.items() if uuid is not None}


def _uuid(name: str) -> UUID | None:
    """A name written as this site and its windows write it; None for any other."""
    try:
        uuid = UUID(name)
    except ValueError:
        return None
    return uuid if str(uuid) == name else None


def write(
    connection: Connection,
    where: Place,
    play: UUID,
    document: PlayDocument,
    *,
    over: str | None,
    quota: DocumentQuota | None,
    now: datetime,
) -> str:
    """Write the play's document; give its ETag. Call it inside the writer.

    over: the ETag of the document that was read; None for a new play. quota: what a learner may keep, None for no limit.
    Raises PlayMoved, and QuotaPassed or LimitPassed when there is no room.
    """
    content = document.to_bytes()
    if quota is not None and len(content) > quota.one:
        raise LimitPassed("document", quota.one, is_size=True)
    conditions = Conditions(if_none_match="*") if over is None else Conditions(if_match=f'"{over}"')
    try:
        documents.put(connection, where, NewDocument(str(play), content, JSON, now), conditions, quota)
    except DocumentChanged as error:
        raise PlayMoved from error
    return play_saves.etag(content)


def remove(connection: Connection, where: Place, play: UUID, etag: str) -> bool:
    """Remove the document of that ETag; False when there is another one. Call it inside the writer."""
    try:
        documents.remove(connection, where, str(play), Conditions(if_match=f'"{etag}"'))
    except DocumentChanged:
        return False
    return True
