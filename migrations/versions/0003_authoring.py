"""What readers found unclear: a reason at a screen, and nothing of who said it."""

import sqlalchemy as sa
from alembic import op

revision = "0003_authoring"
down_revision = "0002_lms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unclear_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("screen", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_unclear_page"),
    )
    op.create_index("ix_unclear_page_module", "unclear_page", ["module"], unique=False)


def downgrade() -> None:
    op.drop_table("unclear_page")
