"""The audit log: its lines, and where it ends."""

import sqlalchemy as sa
from alembic import op

revision = "0025_audit_log"
down_revision = "0022_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_line",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("by", sa.String(24), nullable=False),
        sa.Column("by_role", sa.String(40), nullable=False),
        sa.Column("about", sa.String(24), nullable=False),
        sa.Column("thing", sa.String(120), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_line"),
    )
    op.create_index("ix_audit_line_about", "audit_line", ["about"])
    op.create_index("ix_audit_line_at", "audit_line", ["at"])
    end = op.create_table(
        "audit_end",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_end"),
    )
    op.bulk_insert(end, [{"id": 1, "number": 0, "chain": "0" * 64, "seal": ""}])


def downgrade() -> None:
    op.drop_table("audit_end")
    op.drop_table("audit_line")
