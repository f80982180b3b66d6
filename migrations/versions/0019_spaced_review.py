"""Review cards, their log, and pauses."""

import sqlalchemy as sa
from alembic import op

revision = "0019_spaced_review"
down_revision = "0018_confidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "review_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("looked_at_on", sa.Date(), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_review_card_learner_id_learner", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_review_card"),
        sa.UniqueConstraint("uuid", name="uq_review_card_uuid"),
        sa.UniqueConstraint("learner_id", "module", "item", name="uq_review_card_item"),
    )
    op.create_index("ix_review_card_due", "review_card", ["learner_id", "due_on"])
    op.create_table(
        "card_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["review_card.id"], name="fk_card_rating_card_id_review_card", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_card_rating"),
        sa.UniqueConstraint("uuid", name="uq_card_rating_uuid"),
        sa.UniqueConstraint("card_id", "number", name="uq_card_rating_number"),
    )
    op.create_table(
        "review_pause",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_review_pause_learner_id_learner", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", name="pk_review_pause"),
    )


def downgrade() -> None:
    op.drop_table("review_pause")
    op.drop_table("card_rating")
    op.drop_table("review_card")
