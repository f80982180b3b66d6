"""Learning platforms that register by themselves, and wait until an admin accepts them."""

import sqlalchemy as sa
from alembic import op

revision = "0055_platform_registration"
down_revision = "0054_cmi5_sessions"
branch_labels = None
depends_on = None

TEXTS = ("name_fr", "name_en", "new_role", "failure", "issuer", "client_id", "login", "tokens", "keys", "token_audience", "product")
TIMES = {"created_at": False, "ends_at": False, "used_at": True, "accepted_at": True, "ended_at": True}


def upgrade() -> None:
    op.create_table(
        "platform_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("roles", "deployments")),
        sa.Column("has_grades", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=may_lack) for name, may_lack in TIMES.items()),
        sa.PrimaryKeyConstraint("id", name="pk_platform_registration"),
        sa.UniqueConstraint("uuid", name="uq_platform_registration_uuid"),
        sa.UniqueConstraint("token_hash", name="uq_platform_registration_token_hash"),
    )


def downgrade() -> None:
    op.drop_table("platform_registration")
