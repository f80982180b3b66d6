"""Whether the bytes of an erased person are gone from the database's files too; empty for erasures made before."""

import sqlalchemy as sa
from alembic import op

revision = "0007_erasures"
down_revision = "0005_own_statements"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lrs_tombstones", sa.Column("reclaimed", sa.String(27), nullable=True))


def downgrade() -> None:
    op.drop_column("lrs_tombstones", "reclaimed")
