"""The store's own tables and their metadata; the same on SQLite and PostgreSQL."""

import hashlib
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

metadata = MetaData()

_Seq = BigInteger().with_variant(Integer(), "sqlite")
_LONGEST_CACHED = 300
MOMENT = 27
"""Length of a moment as text: `2026-11-23T19:04:13.651234Z`, always UTC, so that text order is time order."""


def term(kind: str, value: str) -> int:
    """A signed 64-bit number for an identifier, so that indexes stay small. kind: agent, verb, activity, registration or authority."""
    return _short_term(kind, value) if len(value) <= _LONGEST_CACHED else _term(kind, value)


def _term(kind: str, value: str) -> int:
    digest = hashlib.blake2b(f"{kind}|{value}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


_short_term = lru_cache(20_000)(_term)


statements = Table(
    "lrs_statements",
    metadata,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("stored", String(MOMENT), nullable=False),
    Column("version", String(8), nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("verb", BigInteger, nullable=False),
    Column("activity", BigInteger),
    Column("registration", BigInteger),
    Column("authority", BigInteger, nullable=False),
    Column("foreign_source", Boolean, nullable=False),
    Column("voided", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""One row a statement. body: its JSON without `stored`; seq: order of arrival, never used twice; foreign_source: by a key of policy any."""

for _name in ("actor", "verb", "activity", "registration", "authority"):
    Index(f"ix_lrs_statements_{_name}", statements.c[_name], statements.c.seq)
Index("ix_lrs_statements_stored", statements.c.stored)

mentions = Table(
    "lrs_mentions",
    metadata,
    Column("term", BigInteger, nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("term", "direct", "seq"),
    sqlite_with_rowid=False,
)
"""Agents and activities a statement names besides its actor and object. direct: an agent that the plain `agent` filter finds."""
Index("ix_lrs_mentions_seq", mentions.c.seq)

references = Table(
    "lrs_references",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("target", String(36), nullable=False),
    Column("voids", Boolean, nullable=False),
    Column("authority", BigInteger),
)
"""Statements whose object is another statement, kept or not yet kept. authority: whose statements alone it may void; NULL: any."""
Index("ix_lrs_references_target", references.c.target, references.c.voids, references.c.authority)

activities = Table(
    "lrs_activities",
    metadata,
    Column("term", BigInteger, primary_key=True, autoincrement=False),
    Column("iri", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("authority", BigInteger),
)
"""What is known of an activity: the merge of the definitions received. authority: of the limited key that alone wrote it, NULL once
the site or a key with every right did; another limited key changes nothing of it."""

agent_names = Table(
    "lrs_agent_names",
    metadata,
    Column("agent", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("agent", "name"),
)
"""Names that foreign sources gave an agent; the product's own actors have none."""

attachments = Table(
    "lrs_attachments",
    metadata,
    Column("seq", BigInteger, nullable=False),
    Column("sha2", String(128), nullable=False),
    Column("content_type", Text),
    PrimaryKeyConstraint("seq", "sha2"),
)
"""Attachments that statements describe. content_type: media type of the bytes that came with this statement, NULL when none came."""
Index("ix_lrs_attachments_sha2", attachments.c.sha2)

attachment_contents = Table(
    "lrs_attachment_contents",
    metadata,
    Column("sha2", String(128), primary_key=True),
    Column("content_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

documents = Table(
    "lrs_documents",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("agent", BigInteger),
    Column("registration", String(36)),
    Column("name", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("etag", String(40), nullable=False),
    Column("updated", String(MOMENT), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""State, activity profile and agent profile documents. kind: state, activity or agent; place: the term they are listed by."""
Index("ix_lrs_documents_place", documents.c.kind, documents.c.place, documents.c.agent)
Index("ix_lrs_documents_agent", documents.c.agent)

access_keys = Table(
    "lrs_access_keys",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("label", Text, nullable=False),
    Column("policy", String(16), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("actor", Text),
    Column("cohort", String(36)),
    Column("rate", Integer, nullable=False),
    Column("created", String(MOMENT), nullable=False),
    Column("expires", String(MOMENT)),
    Column("revoked", String(MOMENT)),
    Column("last_used", String(MOMENT)),
    Column("old_secret_hash", String(64)),
    Column("old_secret_until", String(MOMENT)),
)
"""Access keys. scopes: words parted by spaces; actor: the one actor a device's key writes for (JSON); rate: calls a minute, 0 for none."""

usage = Table(
    "lrs_usage",
    metadata,
    Column("owner", BigInteger, nullable=False),
    Column("day", String(10), nullable=False),
    Column("size", BigInteger, nullable=False),
    PrimaryKeyConstraint("owner", "day"),
)
"""Bytes of statements that the devices of one actor sent on one day (UTC). owner: term of the actor."""

tombstones = Table(
    "lrs_tombstones",
    metadata,
    Column("actor", BigInteger, nullable=False),
    Column("mode", String(16), nullable=False),
    Column("erased", String(MOMENT), nullable=False),
    Column("reclaimed", String(MOMENT)),
    PrimaryKeyConstraint("actor", "mode"),
)
"""Actors erased, so that a restored backup can be cleaned again. erased: statements stored up to then are concerned;
reclaimed: when their bytes were gone from the files too, empty until then."""

forwards = Table(
    "lrs_forwards",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("endpoint", Text, nullable=False),
    Column("version", String(8), nullable=False),
    Column("watermark", BigInteger, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("next_try", String(MOMENT)),
    Column("last_success", String(MOMENT)),
    Column("last_error", Text),
)
"""Other stores that receive a copy. watermark: the last seq they took; failures: tries in a row without success."""
