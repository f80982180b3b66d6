"""A patient's or carer's consent that one person of staff reads her answers."""

import sqlalchemy as sa
from alembic import op

revision = "0027_answer_consent"
down_revision = "0026_second_factor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_consent",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_answer_consent_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_answer_consent_cohort_id_cohort", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reader_id"], ["account.id"], name="fk_answer_consent_reader_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", "cohort_id", "reader_id", name="pk_answer_consent"),
    )


def downgrade() -> None:
    op.drop_table("answer_consent")
