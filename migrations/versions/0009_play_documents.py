"""A week's save is in its State document alone: rows of plays become an index of the documents.

Each row's save is written as a document of its learner, guests and simulated learners too, unless the document is there already.
A document that a device wrote after the row is newer: it stays, and the row follows it. Where the document of that name is another week
of the play, or no play at all, the row's save becomes a play of its own, so that no finished week is lost.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import context, op

from lrs.writing.documents import Place, state_of
from xapi.activities import plays
from xapi.actor import account

revision = "0009_play_documents"
down_revision = "0008_people"
branch_labels = None
depends_on = None

CHUNK = 200
"""Rows held in memory at once; a save takes up to some 40 kB."""
SLOTS = ("morning", "noon", "evening", "night")

PLAY = sa.table(
    "play",
    sa.column("id", sa.Integer),
    sa.column("uuid", sa.Uuid),
    sa.column("registration_id", sa.Integer),
    sa.column("campaign", sa.String),
    sa.column("week", sa.Integer),
    sa.column("turn", sa.Integer),
    sa.column("is_over", sa.Boolean),
    sa.column("touched_at", sa.DateTime(timezone=True)),
    sa.column("saved", sa.JSON),
    sa.column("day", sa.Integer),
    sa.column("slot", sa.String),
    sa.column("name", sa.String),
    sa.column("etag", sa.String),
)
REGISTRATION = sa.table(
    "registration", sa.column("id", sa.Integer), sa.column("uuid", sa.Uuid), sa.column("learner_id"), sa.column("cohort_id")
)
LEARNER = sa.table("learner", sa.column("id", sa.Integer), sa.column("uuid", sa.Uuid))
COHORT = sa.table("cohort", sa.column("id", sa.Integer), sa.column("uuid", sa.Uuid))
DOCUMENT = sa.table(
    "lrs_documents",
    sa.column("key", sa.String),
    sa.column("kind", sa.String),
    sa.column("place", sa.BigInteger),
    sa.column("agent", sa.BigInteger),
    sa.column("registration", sa.String),
    sa.column("name", sa.Text),
    sa.column("content_type", sa.Text),
    sa.column("etag", sa.String),
    sa.column("updated", sa.String),
    sa.column("content", sa.LargeBinary),
)


class Stored(NamedTuple):
    """A play's document as it stands: its save, its ETag and its time as text."""

    save: dict[str, Any]
    etag: str
    updated: str


def upgrade() -> None:
    # Columns with a default, then the old one dropped: no copy of the table, which on SQLite would drop it first.
    op.add_column("play", sa.Column("day", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("play", sa.Column("slot", sa.String(), nullable=False, server_default=""))
    op.add_column("play", sa.Column("name", sa.String(), nullable=False, server_default=""))
    op.add_column("play", sa.Column("etag", sa.String(length=40), nullable=False, server_default=""))
    connection, home_page = op.get_bind(), context.config.attributes.get("home_page", "")
    moved = 0
    for row in _rows(connection):
        if not home_page:
            raise RuntimeError("plays belong to learners of a home page: run this through `horslesmurs db upgrade`")
        _move(connection, home_page, row)
        moved += 1
    op.drop_column("play", "saved")
    if moved:
        context.config.print_stdout(f"{moved} plays: each week is now kept in one document, which the learner's devices share.")


def downgrade() -> None:
    """The documents stay where they are; the older program finds each save in its row again. Plays of devices are brought over by it."""
    op.add_column("play", sa.Column("saved", sa.JSON(), nullable=False, server_default="{}"))
    connection, home_page = op.get_bind(), context.config.attributes.get("home_page", "")
    for row in _rows(connection):
        place = state_of(plays(), account(home_page, row.learner), None)
        stored = _stored(connection, place, str(row.uuid))
        if stored is None:
            connection.execute(PLAY.delete().where(PLAY.c.id == row.id))
            continue
        values = {"saved": stored.save, "touched_at": datetime.fromisoformat(stored.updated)}
        connection.execute(PLAY.update().where(PLAY.c.id == row.id).values(**values))
    for name in ("etag", "name", "slot", "day"):
        op.drop_column("play", name)


def _rows(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    """All plays by id, some at a time, with the pseudonym of their learner and the uuids of registration and cohort."""
    columns = [
        PLAY.c.id,
        PLAY.c.uuid,
        PLAY.c.campaign,
        PLAY.c.week,
        PLAY.c.turn,
        PLAY.c.is_over,
        PLAY.c.touched_at,
        LEARNER.c.uuid.label("learner"),
    ]
    columns += [REGISTRATION.c.uuid.label("registration"), COHORT.c.uuid.label("cohort")]
    if any(column["name"] == "saved" for column in sa.inspect(connection).get_columns("play")):
        columns.append(PLAY.c.saved)
    joined = PLAY.join(REGISTRATION, PLAY.c.registration_id == REGISTRATION.c.id).join(LEARNER, REGISTRATION.c.learner_id == LEARNER.c.id)
    chosen = sa.select(*columns).select_from(joined.outerjoin(COHORT, REGISTRATION.c.cohort_id == COHORT.c.id)).order_by(PLAY.c.id)
    last = 0
    while part := connection.execute(chosen.where(PLAY.c.id > last).limit(CHUNK)).all():
        yield from part
        last = part[-1].id


def _move(connection: sa.Connection, home_page: str, row: sa.Row[Any]) -> None:
    place, name = state_of(plays(), account(home_page, row.learner), None), str(row.uuid)
    is_there = connection.scalar(sa.select(DOCUMENT.c.key).where(DOCUMENT.c.key == place.key(name))) is not None
    stored, save = _stored(connection, place, name), row.saved if isinstance(row.saved, dict) else {}
    if is_there and (stored is None or (row.is_over and stored.save["week"] != row.week)):
        name, stored = str(uuid4()), None
    if stored is None:
        stored = _put(connection, place, _named(save, name), row)
    _index(connection, row, name, stored)


def _named(save: Mapping[str, Any], play: str) -> dict[str, Any]:
    """The save as that of this play. Its origin, from which the week can be played again, bears the name too."""
    named = {**save, "play": play}
    if isinstance(save.get("origin"), dict) and save["origin"]:
        named["origin"] = {**save["origin"], "play": play}
    return named


def _stored(connection: sa.Connection, place: Place, name: str) -> Stored | None:
    """The play in the document of that name; None when there is none, or none that can be read."""
    row = connection.execute(sa.select(DOCUMENT).where(DOCUMENT.c.key == place.key(name))).one_or_none()
    if row is None:
        return None
    try:
        save = json.loads(row.content)["save"]
        is_play = save["play"] == name and save["slot"] in SLOTS and isinstance(save["campaign"], str)
        is_play = is_play and all(type(save[key]) is int for key in ("version", "week", "turn", "day", "first_day", "seed"))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return Stored(save, row.etag, row.updated) if is_play else None


def _put(connection: sa.Connection, place: Place, save: dict[str, Any], row: sa.Row[Any]) -> Stored:
    at = row.touched_at.replace(tzinfo=UTC) if row.touched_at.tzinfo is None else row.touched_at.astimezone(UTC)
    updated = at.isoformat(timespec="microseconds")[:26] + "Z"
    text = {"version": 1, "registration": str(row.registration), "cohort": str(row.cohort) if row.cohort else None, "save": save}
    content = json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    values = {
        "key": place.key(save["play"]),
        "kind": place.kind,
        "place": place.place,
        "agent": place.agent,
        "registration": None,
        "name": save["play"],
        "content_type": "application/json",
        "etag": sha1(content, usedforsecurity=False).hexdigest(),
        "updated": updated,
        "content": content,
    }
    connection.execute(DOCUMENT.insert().values(**values))
    return Stored(save, values["etag"], updated)


def _index(connection: sa.Connection, row: sa.Row[Any], play: str, stored: Stored) -> None:
    """Make the row say what the document says; what a damaged save lacks stays as the row had it."""
    save = stored.save
    character = save.get("character")
    name = str(character.get("name", "")) if isinstance(character, dict) else ""
    values = {
        "uuid": UUID(play),
        "campaign": save.get("campaign", row.campaign),
        "week": save.get("week", row.week),
        "turn": save.get("turn", row.turn),
        "day": save.get("day", 0),
        "slot": save.get("slot", SLOTS[0]),
        "name": "".join(letter for letter in name if letter.isprintable())[:100],
        "is_over": bool(save.get("is_over", row.is_over)),
        "etag": stored.etag,
        "touched_at": datetime.fromisoformat(stored.updated),
    }
    connection.execute(PLAY.update().where(PLAY.c.id == row.id).values(**values))
