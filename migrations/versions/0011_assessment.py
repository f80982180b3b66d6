"""Sittings of tests and their items."""

import sqlalchemy as sa
from alembic import op

revision = "0011_assessment"
down_revision = "0010_invitations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("course_version", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("limit_minutes", sa.Integer(), nullable=True),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("handed_in_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("unsafe", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("review_asked_at", moment, nullable=True),
        sa.Column("reviewed_at", moment, nullable=True),
        sa.Column("review_note", sa.String(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_sitting_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_sitting_registration_id_registration", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reviewed_by"], ["account.id"], name="fk_sitting_reviewed_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_sitting"),
        sa.UniqueConstraint("uuid", name="uq_sitting_uuid"),
        sa.UniqueConstraint("registration_id", "phase", "attempt", name="uq_sitting_attempt"),
    )
    op.create_index("ix_sitting_learner_id", "sitting", ["learner_id"])
    op.create_index("ix_sitting_open", "sitting", ["ended_at", "ends_at"])
    op.create_table(
        "sitting_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("item_version", sa.String(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_marked", sa.Boolean(), nullable=False),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("active_seconds", sa.Double(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("is_unsafe", sa.Boolean(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_sitting_item_sitting_id_sitting", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sitting_item"),
        sa.UniqueConstraint("sitting_id", "position", name="uq_sitting_item_position"),
    )
    op.create_index("ix_sitting_item_version", "sitting_item", ["module", "item", "item_version"])


def downgrade() -> None:
    op.drop_table("sitting_item")
    op.drop_table("sitting")
