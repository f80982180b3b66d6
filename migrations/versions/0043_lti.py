"""Launches from learning platforms, each taken once."""

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


def downgrade() -> None:
    op.drop_table("lti_launch")
