"""The département where a professional works."""

import sqlalchemy as sa
from alembic import op

revision = "0046_departement"
down_revision = "0044_api"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("profession", sa.Column("departement", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("profession", "departement")
