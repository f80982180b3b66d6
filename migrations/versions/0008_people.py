"""Several runs of a course, several cohorts a person, closed cohorts, and professions with who verified them."""

import sqlalchemy as sa
from alembic import op

revision = "0008_people"
down_revision = "0007_erasures"
branch_labels = None
depends_on = None

MOVED = """
UPDATE cohort_membership SET left_at = :now
WHERE EXISTS (SELECT 1 FROM cohort c WHERE c.id = cohort_membership.cohort_id AND (c.course <> '' OR c.campaign <> ''))
AND NOT EXISTS (
    SELECT 1 FROM registration r WHERE r.cohort_id = cohort_membership.cohort_id AND r.learner_id = cohort_membership.learner_id
)
"""
"""Until now joining another cohort for the same course was leaving the first: who moved has left."""


def upgrade() -> None:
    with op.batch_alter_table("registration") as table:
        table.add_column(sa.Column("run", sa.Integer(), nullable=False, server_default="1"))
        table.drop_constraint("uq_registration_learner_target", type_="unique")
        table.create_unique_constraint("uq_registration_learner_run", ["learner_id", "kind", "key", "run"])
    op.add_column("cohort", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cohort_membership", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cohort_membership", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_cohort_membership_cohort_id", "cohort_membership", ["cohort_id"], unique=False)
    connection = op.get_bind()
    now = connection.scalar(sa.select(sa.func.current_timestamp()))
    connection.execute(sa.text(MOVED), {"now": now})
    op.create_table(
        "profession",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("profession", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=True),
        sa.Column("given_name", sa.String(), nullable=True),
        sa.Column("rpps", sa.String(), nullable=True),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("verified_as", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_profession_account_id_account", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["verified_by"], ["account.id"], name="fk_profession_verified_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("account_id", name="pk_profession"),
        sa.UniqueConstraint("rpps", name="uq_profession_rpps"),
    )


def downgrade() -> None:
    """Refused by the database while somebody has a second run: the older program knows one, and none is thrown away here."""
    op.drop_table("profession")
    op.drop_index("ix_cohort_membership_cohort_id", table_name="cohort_membership")
    op.drop_column("cohort_membership", "left_at")
    op.drop_column("cohort_membership", "joined_at")
    op.drop_column("cohort", "closed_at")
    with op.batch_alter_table("registration") as table:
        table.drop_constraint("uq_registration_learner_run", type_="unique")
        table.create_unique_constraint("uq_registration_learner_target", ["learner_id", "kind", "key"])
        table.drop_column("run")
