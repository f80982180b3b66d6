"""The statement store's tables, as they were first."""

import sqlalchemy as sa
from alembic import op

revision = "0001_lrs"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _statements()
    _besides()


def _statements() -> None:
    op.create_table(
        "lrs_chains",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "target"),
    )
    op.create_index("ix_lrs_chains_target", "lrs_chains", ["target"], unique=False)
    op.create_table(
        "lrs_mentions",
        sa.Column("term", sa.BigInteger(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("term", "direct", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lrs_mentions_seq", "lrs_mentions", ["seq"], unique=False)
    op.create_table(
        "lrs_references",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("target", sa.String(length=36), nullable=False),
        sa.Column("voids", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(op.f("ix_lrs_references_target"), "lrs_references", ["target"], unique=False)
    op.create_table(
        "lrs_statements",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("stored", sa.String(length=27), nullable=False),
        sa.Column("version", sa.String(length=8), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.BigInteger(), nullable=False),
        sa.Column("activity", sa.BigInteger(), nullable=True),
        sa.Column("registration", sa.BigInteger(), nullable=True),
        sa.Column("authority", sa.BigInteger(), nullable=False),
        sa.Column("foreign_source", sa.Boolean(), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lrs_statements_activity", "lrs_statements", ["activity", "seq"], unique=False)
    op.create_index("ix_lrs_statements_actor", "lrs_statements", ["actor", "seq"], unique=False)
    op.create_index("ix_lrs_statements_authority", "lrs_statements", ["authority", "seq"], unique=False)
    op.create_index("ix_lrs_statements_registration", "lrs_statements", ["registration", "seq"], unique=False)
    op.create_index("ix_lrs_statements_stored", "lrs_statements", ["stored"], unique=False)
    op.create_index("ix_lrs_statements_verb", "lrs_statements", ["verb", "seq"], unique=False)


def _besides() -> None:
    op.create_table(
        "lrs_access_keys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("policy", sa.String(length=16), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("cohort", sa.String(length=36), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=True),
        sa.Column("revoked", sa.String(length=27), nullable=True),
        sa.Column("last_used", sa.String(length=27), nullable=True),
        sa.Column("old_secret_hash", sa.String(length=64), nullable=True),
        sa.Column("old_secret_until", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "lrs_activities",
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("iri", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("term"),
    )
    op.create_table(
        "lrs_agent_names",
        sa.Column("agent", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agent", "name"),
    )
    op.create_table(
        "lrs_attachment_contents",
        sa.Column("sha2", sa.String(length=128), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha2"),
    )
    op.create_table(
        "lrs_attachments",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sha2", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("seq", "sha2"),
    )
    op.create_table(
        "lrs_documents",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.BigInteger(), nullable=True),
        sa.Column("registration", sa.String(length=36), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=40), nullable=False),
        sa.Column("updated", sa.String(length=27), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_lrs_documents_agent", "lrs_documents", ["agent"], unique=False)
    op.create_index("ix_lrs_documents_place", "lrs_documents", ["kind", "place", "agent"], unique=False)
    op.create_table(
        "lrs_forwards",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=8), nullable=False),
        sa.Column("watermark", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.String(length=27), nullable=True),
        sa.Column("last_success", sa.String(length=27), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "lrs_tombstones",
        sa.Column("actor", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("erased", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("actor", "mode"),
    )


def downgrade() -> None:
    for name in (
        "lrs_tombstones",
        "lrs_statements",
        "lrs_references",
        "lrs_mentions",
        "lrs_forwards",
        "lrs_documents",
        "lrs_chains",
        "lrs_attachments",
        "lrs_attachment_contents",
        "lrs_agent_names",
        "lrs_activities",
        "lrs_access_keys",
    ):
        op.drop_table(name)
