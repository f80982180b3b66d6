"""How much longer than usual one person may take over a page before it counts as a pause."""

import sqlalchemy as sa
from alembic import op

revision = "0013_active_time"
down_revision = "0012_credentials"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading_allowance",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_reading_allowance_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_reading_allowance_by_id_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("learner_id", name="pk_reading_allowance"),
    )


def downgrade() -> None:
    op.drop_table("reading_allowance")
