"""How sure a learner was of an answer to a practice item."""

import sqlalchemy as sa
from alembic import op

revision = "0016_confidence"
down_revision = "0015_messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempt", sa.Column("confidence", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("attempt", "confidence")
