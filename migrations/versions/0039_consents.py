"""Decisions of consent by purpose, and the version of the words each account accounts to."""

import sqlalchemy as sa
from alembic import op

revision = "0039_consents"
down_revision = "0031_sign_ins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_consent_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_account_id", "consent", ["account_id"])
    op.add_column("account", sa.Column("consent_version", sa.Integer(), nullable=False, server_default="1"))
    account = sa.table("account", sa.column("id"), sa.column("consented_at", sa.DateTime(timezone=True)))
    accounts = sa.select(account.c.id, sa.literal("learning"), sa.literal(1), sa.true(), account.c.consented_at)
    consent = sa.table("consent", *map(sa.column, ("account_id", "purpose", "version", "is_given", "at")))
    op.execute(
        sa.insert(consent).from_select(
            ["account_id", "purpose", "version", "is_given", "at"], accounts.where(account.c.consented_at.is_not(None))
        )
    )


def downgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.drop_column("consent_version")
    op.drop_table("consent")
