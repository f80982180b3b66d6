"""Trials: sealed places that name nobody, who takes part, questionnaires, harms."""

import sqlalchemy as sa
from alembic import op

revision = "0042_trial"
down_revision = "0041_identities"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "trial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("protocol", sa.String(), nullable=False),
        sa.Column("lock", sa.String(), nullable=False),
        sa.Column("instruments_box", sa.String(), nullable=False),
        sa.Column("seed_box", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("content_changes", sa.JSON(), nullable=False),
        sa.Column("is_simulated", sa.Boolean(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_trial"),
        sa.UniqueConstraint("name", name="uq_trial_name"),
    )
    op.create_table(
        "trial_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trial_id", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("arm_box", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["trial_id"], ["trial.id"], name="fk_trial_place_trial_id_trial"),
        sa.PrimaryKeyConstraint("id", name="pk_trial_place"),
        sa.UniqueConstraint("trial_id", "stratum", "place", name="uq_trial_place_stratum"),
    )
    _people()


def _people() -> None:
    op.create_table(
        "trial_participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("assessed_at", MOMENT, nullable=False),
        sa.Column("excluded", sa.String(), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("consented_at", MOMENT, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["trial_id"], ["trial.id"], name="fk_trial_participant_trial_id_trial"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_trial_participant_learner_id_learner", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["trial_place.id"], name="fk_trial_participant_place_id_trial_place"),
        sa.PrimaryKeyConstraint("id", name="pk_trial_participant"),
        sa.UniqueConstraint("uuid", name="uq_trial_participant_uuid"),
        sa.UniqueConstraint("place_id", name="uq_trial_participant_place_id"),
        sa.UniqueConstraint("trial_id", "learner_id", name="uq_trial_participant_trial_id"),
    )
    op.create_index("ix_trial_participant_learner_id", "trial_participant", ["learner_id"])
    participant = "fk_{}_participant_id_trial_participant"
    op.create_table(
        "trial_sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("elsewhere", sa.JSON(), nullable=True),
        sa.Column("handed_in_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["trial_participant.id"], name=participant.format("trial_sitting"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_trial_sitting"),
        sa.UniqueConstraint("participant_id", "phase", name="uq_trial_sitting_participant_id"),
    )
    op.create_table(
        "trial_harm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("harm", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["trial_participant.id"], name=participant.format("trial_harm"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_trial_harm"),
    )
    op.create_index("ix_trial_harm_participant_id", "trial_harm", ["participant_id"])


def downgrade() -> None:
    for name in ("trial_harm", "trial_sitting", "trial_participant", "trial_place", "trial"):
        op.drop_table(name)
