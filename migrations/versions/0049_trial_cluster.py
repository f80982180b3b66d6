"""The cluster of a participant and of a place, in trials that randomise whole clusters."""

import sqlalchemy as sa
from alembic import op

revision = "0049_trial_cluster"
down_revision = "0046_departement"
branch_labels = None
depends_on = None

TABLES = ("trial_participant", "trial_place")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("cluster", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_column(table, "cluster")
