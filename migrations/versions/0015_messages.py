"""Confirmed addresses, links that were written to them, codes to come back, and what each account wants to be written."""

import sqlalchemy as sa
from alembic import op

revision = "0015_messages"
down_revision = "0014_jobs"
branch_labels = None
depends_on = None
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mail_address",
        _account("mail_address"),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("address_key", sa.String(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("pending", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("bounced_at", MOMENT, nullable=True),
        *_of_account("mail_address"),
        sa.UniqueConstraint("address_key", name="uq_mail_address_address_key"),
    )
    op.create_table(
        "mail_link",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_mail_link_account_id_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_mail_link"),
    )
    op.create_index("ix_mail_link_account_id", "mail_link", ["account_id"], unique=False)
    op.create_index("ix_mail_link_expires_at", "mail_link", ["expires_at"], unique=False)
    op.create_table(
        "recovery_code",
        _account("recovery_code"),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        *_of_account("recovery_code"),
        sa.UniqueConstraint("hash", name="uq_recovery_code_hash"),
    )
    op.create_table(
        "message_choice",
        _account("message_choice"),
        *(sa.Column(kind, sa.Boolean(), nullable=False) for kind in ("due_dates", "renewals", "learning")),
        sa.Column("stop_mark", sa.String(), nullable=False),
        sa.Column("stop_hash", sa.String(), nullable=False),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("stopped_by", sa.String(), nullable=True),
        sa.Column("silent_count", sa.Integer(), nullable=False),
        sa.Column("reminder_at", MOMENT, nullable=True),
        sa.Column("calendar_mark", sa.String(), nullable=True),
        sa.Column("calendar_hash", sa.String(), nullable=True),
        *_of_account("message_choice"),
        sa.UniqueConstraint("stop_hash", name="uq_message_choice_stop_hash"),
        sa.UniqueConstraint("calendar_hash", name="uq_message_choice_calendar_hash"),
    )


def _account(_table: str) -> sa.Column[int]:
    return sa.Column("account_id", sa.Integer(), nullable=False)


def _of_account(table: str) -> tuple[sa.Constraint, ...]:
    key = sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=f"fk_{table}_account_id_account", ondelete="CASCADE")
    return key, sa.PrimaryKeyConstraint("account_id", name=f"pk_{table}")


def downgrade() -> None:
    for name in ("message_choice", "recovery_code", "mail_link", "mail_address"):
        op.drop_table(name)
