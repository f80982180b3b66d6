"""Where an account is signed in: one row a browser; and the last day on which it was used, from today on."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0031_sign_ins"
down_revision = "0029_passkeys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(20), nullable=False),
        sa.Column("system", sa.String(20), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_sign_in_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("hash", name="uq_sign_in_hash"),
        sa.UniqueConstraint("uuid", name="uq_sign_in_uuid"),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])
    op.create_index("ix_sign_in_ends_at", "sign_in", ["ends_at"])
    op.add_column("account", sa.Column("seen_on", sa.Date(), nullable=True))
    account = sa.table("account", sa.column("seen_on", sa.Date()))
    op.execute(sa.update(account).values(seen_on=datetime.now(UTC).date()))


def downgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.drop_column("seen_on")
    op.drop_table("sign_in")
