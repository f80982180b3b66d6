"""When a run was finished, and assignments that ask for a renewal."""

import sqlalchemy as sa
from alembic import op

revision = "0017_finished_runs"
down_revision = "0016_evidence"
branch_labels = None
depends_on = None

PASSED = """
UPDATE registration SET finished_at = (
    SELECT min(s.ended_at) FROM sitting s WHERE s.registration_id = registration.id AND s.phase = 'final' AND s.verdict = 'passed'
) WHERE kind = 'course'
"""
PLAYED = """
UPDATE registration SET finished_at = (SELECT min(p.touched_at) FROM play p WHERE p.registration_id = registration.id AND p.is_over)
WHERE kind = 'campaign'
"""
"""A course without a test is noted when its learner finishes a module again, or when it is assigned: only the content tells its modules."""


def upgrade() -> None:
    op.add_column("registration", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("assignment", sa.Column("is_renewal", sa.Boolean(), nullable=False, server_default=sa.false()))
    for words in (PASSED, PLAYED):
        op.execute(sa.text(words))


def downgrade() -> None:
    op.drop_column("assignment", "is_renewal")
    op.drop_column("registration", "finished_at")
