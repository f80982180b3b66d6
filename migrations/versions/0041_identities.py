"""Identities at providers, sign-ins that began at one, logout tokens that were used; accounts without a passphrase."""

import sqlalchemy as sa
from alembic import op

revision = "0041_identities"
down_revision = "0040_former_pseudonyms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("has_passphrase", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_identity_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.UniqueConstraint("uuid", name="uq_identity_uuid"),
        sa.UniqueConstraint("issuer", "subject_hash", name="uq_identity_issuer"),
    )
    op.create_index("ix_identity_account_id", "identity", ["account_id"])
    op.create_table(
        "provider_sign_in",
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("identity_id", sa.Integer(), nullable=False),
        sa.Column("session_hash", sa.String(length=64), nullable=True),
        sa.Column("token_box", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_in.id"], name="fk_provider_sign_in_sign_in_id_sign_in", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name="fk_provider_sign_in_identity_id_identity", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sign_in_id", name="pk_provider_sign_in"),
    )
    op.create_index("ix_provider_sign_in_identity_id", "provider_sign_in", ["identity_id"])
    op.create_index("ix_provider_sign_in_session_hash", "provider_sign_in", ["session_hash"])
    op.create_table(
        "used_logout_token",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_used_logout_token"),
    )
    op.create_index("ix_used_logout_token_ends_at", "used_logout_token", ["ends_at"])


def downgrade() -> None:
    op.drop_table("used_logout_token")
    op.drop_table("provider_sign_in")
    op.drop_table("identity")
    op.drop_column("account", "has_passphrase")
