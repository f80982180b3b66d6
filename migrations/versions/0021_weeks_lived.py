"""Which weeks of a campaign a run lived to their end: a campaign is done with its last one, not with its first."""

import sqlalchemy as sa
from alembic import op

revision = "0021_weeks_lived"
down_revision = "0020_sign_in_cards"
branch_labels = None
depends_on = None

PLAYS = "SELECT registration_id, week FROM play WHERE is_over ORDER BY registration_id, week"
REGISTRATION = sa.table("registration", sa.column("id", sa.Integer), sa.column("weeks_lived", sa.JSON))


def upgrade() -> None:
    """Weeks come from the plays that are there. A run that was called finished stays so: nothing that was done is taken back."""
    with op.batch_alter_table("registration") as table:
        table.add_column(sa.Column("weeks_lived", sa.JSON(), nullable=False, server_default="[]"))
    connection = op.get_bind()
    weeks: dict[int, set[int]] = {}
    for registration_id, week in connection.execute(sa.text(PLAYS)):
        weeks.setdefault(registration_id, set()).add(week)
    for registration_id, numbers in weeks.items():
        connection.execute(sa.update(REGISTRATION).where(REGISTRATION.c.id == registration_id).values(weeks_lived=sorted(numbers)))


def downgrade() -> None:
    with op.batch_alter_table("registration") as table:
        table.drop_column("weeks_lived")
