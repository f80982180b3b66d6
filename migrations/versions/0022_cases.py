"""Plays of short cases."""

import sqlalchemy as sa
from alembic import op

revision = "0022_cases"
down_revision = "0021_weeks_lived"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "case_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("case_key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("log", sa.JSON(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("is_unsafe", sa.Boolean(), nullable=True),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("finished_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name="fk_case_run_registration_id_registration", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_run"),
        sa.UniqueConstraint("uuid", name="uq_case_run_uuid"),
    )
    op.create_index("ix_case_run_registration_case", "case_run", ["registration_id", "case_key"])


def downgrade() -> None:
    op.drop_table("case_run")
