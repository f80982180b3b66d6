"""How sure a learner was of an answer to a practice item."""

import sqlalchemy as sa
from alembic import op

revision = "0018_confidence"
down_revision = "0017_finished_runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempt", sa.Column("confidence", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("attempt", "confidence")
