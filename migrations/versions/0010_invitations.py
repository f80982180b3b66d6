"""Invitations and nameless cards, start codes, assignments with a day, and who looked at whose record."""

import sqlalchemy as sa
from alembic import op

revision = "0010_invitations"
down_revision = "0009_play_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cohort_membership", sa.Column("label", sa.String(), nullable=True))
    _codes()
    _assignments()
    op.create_table(
        "record_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_role", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_record_look_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["learner.id"], name="fk_record_look_by_id_learner", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_record_look"),
    )
    op.create_index("ix_record_look_learner_id", "record_look", ["learner_id"], unique=False)
    op.create_index("ix_record_look_at", "record_look", ["at"], unique=False)


def _codes() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_invitation_cohort_id_cohort", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name="fk_invitation_created_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("uuid", name="uq_invitation_uuid"),
        sa.UniqueConstraint("hash", name="uq_invitation_hash"),
    )
    op.create_index("ix_invitation_cohort_id", "invitation", ["cohort_id"], unique=False)
    op.create_table(
        "start_code",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_start_code_account_id_account", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name="fk_start_code_issued_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("account_id", name="pk_start_code"),
        sa.UniqueConstraint("hash", name="uq_start_code_hash"),
    )


def _assignments() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(cohort_id IS NULL) <> (learner_id IS NULL)", name="assignment_cohort_or_learner"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_assignment_cohort_id_cohort", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_assignment_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["assigned_by"], ["account.id"], name="fk_assignment_assigned_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint("uuid", name="uq_assignment_uuid"),
    )
    op.create_index("ix_assignment_cohort_id", "assignment", ["cohort_id"], unique=False)
    op.create_index("ix_assignment_learner_id", "assignment", ["learner_id"], unique=False)
    op.create_table(
        "extension",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_extension_assignment_id_assignment", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_extension_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name="fk_extension_granted_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("assignment_id", "learner_id", name="pk_extension"),
    )


def downgrade() -> None:
    for table in ("record_look", "extension", "assignment", "start_code", "invitation"):
        op.drop_table(table)
    op.drop_column("cohort_membership", "label")
