"""Packages of other publishers that are modules of our courses."""

import sqlalchemy as sa
from alembic import op

revision = "0053_cmi5_modules"
down_revision = "0052_webhooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cmi5_module",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("structure", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cmi5_module"),
        sa.UniqueConstraint("uuid", name="uq_cmi5_module_uuid"),
    )
    op.create_index("ix_cmi5_module_course", "cmi5_module", ["course"])


def downgrade() -> None:
    op.drop_index("ix_cmi5_module_course", "cmi5_module")
    op.drop_table("cmi5_module")
