"""The statement store's tables."""

from alembic import op

from lrs.tables import metadata

revision = "0001_lrs"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
