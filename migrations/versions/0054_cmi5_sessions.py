"""Learners in packages of other publishers, and each launch of one of their units."""

import sqlalchemy as sa
from alembic import op

revision = "0054_cmi5_sessions"
down_revision = "0053_cmi5_modules"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cmi5_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("units", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("satisfied", sa.JSON(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_cmi5_registration_registration_id_registration", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["module_id"], ["cmi5_module.id"], name="fk_cmi5_registration_module_id_cmi5_module", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_cmi5_registration"),
        sa.UniqueConstraint("uuid", name="uq_cmi5_registration_uuid"),
        sa.UniqueConstraint("registration_id", "module_id", name="uq_cmi5_registration_run"),
    )
    op.create_index("ix_cmi5_registration_module_id", "cmi5_registration", ["module_id"])
    op.create_table(
        "cmi5_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("cmi5_registration_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("fetch_hash", sa.String(length=64), nullable=False),
        sa.Column("files_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("verbs", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cmi5_registration_id"],
            ["cmi5_registration.id"],
            name="fk_cmi5_session_cmi5_registration_id_cmi5_registration",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cmi5_session"),
        sa.UniqueConstraint("uuid", name="uq_cmi5_session_uuid"),
    )
    op.create_index("ix_cmi5_session_cmi5_registration_id", "cmi5_session", ["cmi5_registration_id"])
    op.create_index("ix_cmi5_session_left_at", "cmi5_session", ["left_at"])


def downgrade() -> None:
    op.drop_table("cmi5_session")
    op.drop_table("cmi5_registration")
