"""Pseudonyms of accounts that were merged into another."""

import sqlalchemy as sa
from alembic import op

revision = "0040_former_pseudonyms"
down_revision = "0039_consents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_pseudonym",
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_former_pseudonym_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["merged_by"], ["account.id"], name="fk_former_pseudonym_merged_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("uuid", name="pk_former_pseudonym"),
    )
    op.create_index("ix_former_pseudonym_learner_id", "former_pseudonym", ["learner_id"])


def downgrade() -> None:
    op.drop_table("former_pseudonym")
