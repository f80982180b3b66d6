"""Launches from learning platforms, each taken once, and results that a platform may know."""

import sqlalchemy as sa
from alembic import op

revision = "0043_lti"
down_revision = "0042_trial"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lti_launch",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("launch_box", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_lti_launch"),
    )
    op.create_index("ix_lti_launch_ends_at", "lti_launch", ["ends_at"])
    op.create_table(
        "lti_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("line_item", sa.String(), nullable=False),
        sa.Column("subject_box", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_lti_result_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_lti_result"),
        sa.UniqueConstraint("uuid", name="uq_lti_result_uuid"),
        sa.UniqueConstraint("account_id", "platform", "course", "line_item", name="uq_lti_result_account"),
    )
    op.create_index("ix_lti_result_account_id", "lti_result", ["account_id"])


def downgrade() -> None:
    op.drop_table("lti_result")
    op.drop_table("lti_launch")
