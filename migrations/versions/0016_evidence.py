"""Satisfaction replies and complaints of professionals."""

import sqlalchemy as sa
from alembic import op

revision = "0016_evidence"
down_revision = "0015_messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "satisfaction_reply",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_satisfaction_reply_registration_id_registration", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_satisfaction_reply"),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_complaint_registration_id_registration", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name="fk_complaint_answered_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint"),
        sa.UniqueConstraint("uuid", name="uq_complaint_uuid"),
    )
    op.create_index("ix_complaint_registration_id", "complaint", ["registration_id"], unique=False)


def downgrade() -> None:
    op.drop_table("complaint")
    op.drop_table("satisfaction_reply")
