"""Calls of the API that were answered, so that the same may be sent once more."""

import sqlalchemy as sa
from alembic import op

revision = "0044_api"
down_revision = "0043_lti"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_repeat",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_api_repeat"),
    )
    op.create_index("ix_api_repeat_created_at", "api_repeat", ["created_at"])


def downgrade() -> None:
    op.drop_table("api_repeat")
