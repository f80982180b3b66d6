"""The second factor of an account, and its codes on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0026_second_factor"
down_revision = "0025_audit_log"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret_box", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_second_factor_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", name="pk_second_factor"),
    )
    op.create_table(
        "paper_code",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_paper_code_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_paper_code"),
    )
    op.create_index("ix_paper_code_account_id", "paper_code", ["account_id"])


def downgrade() -> None:
    op.drop_table("paper_code")
    op.drop_table("second_factor")
