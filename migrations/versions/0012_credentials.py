"""Attestations, their codes, what was changed in them, and the keys that sign badges."""

import sqlalchemy as sa
from alembic import op

revision = "0012_credentials"
down_revision = "0011_assessment"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attestation_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("status_list", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_attestation_code"),
        sa.UniqueConstraint("uuid", name="uq_attestation_code_uuid"),
        sa.UniqueConstraint("code_hash", name="uq_attestation_code_code_hash"),
        sa.UniqueConstraint("status_list", "status_index", name="uq_attestation_code_status"),
    )
    _attestation()
    op.create_table(
        "attestation_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attestation_id"], ["attestation.id"], name="fk_attestation_change_attestation_id_attestation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_attestation_change_by_id_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_attestation_change"),
    )
    op.create_index("ix_attestation_change_attestation_id", "attestation_change", ["attestation_id"], unique=False)
    op.create_table(
        "badge_key",
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("public_pem", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kid", name="pk_badge_key"),
    )


def _attestation() -> None:
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("sitting_uuid", sa.Uuid(), nullable=True),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("course_version", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("objectives", sa.JSON(), nullable=False),
        sa.Column("profession", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["attestation_code.id"], name="fk_attestation_code_id_attestation_code"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_attestation_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_attestation_registration_id_registration", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attestation"),
        sa.UniqueConstraint("uuid", name="uq_attestation_uuid"),
        sa.UniqueConstraint("code", name="uq_attestation_code"),
        sa.UniqueConstraint("code_id", name="uq_attestation_code_id"),
        sa.UniqueConstraint("registration_id", name="uq_attestation_registration_id"),
    )
    op.create_index("ix_attestation_learner_id", "attestation", ["learner_id"], unique=False)


def downgrade() -> None:
    for name in ("badge_key", "attestation_change", "attestation", "attestation_code"):
        op.drop_table(name)
