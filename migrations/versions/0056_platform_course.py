"""Courses of learning platforms that open a professional course here, with where the platform says who follows them."""

import sqlalchemy as sa
from alembic import op

revision = "0056_platform_course"
down_revision = "0055_platform_registration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "platform_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("context_hash", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("course", "title", "members")),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_platform_course"),
        sa.UniqueConstraint("uuid", name="uq_platform_course_uuid"),
        sa.UniqueConstraint("platform", "context_hash", "course", name="uq_platform_course_platform"),
    )


def downgrade() -> None:
    op.drop_table("platform_course")
