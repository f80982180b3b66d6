"""Sign-in cards of patients and carers."""

import sqlalchemy as sa
from alembic import op

revision = "0020_sign_in_cards"
down_revision = "0019_spaced_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sign_in_card",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=True),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", moment, nullable=True),
        sa.Column("expires_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("last_used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_sign_in_card_account_id_account", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name="fk_sign_in_card_issued_by_account", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("account_id", name="pk_sign_in_card"),
        sa.UniqueConstraint("hash", name="uq_sign_in_card_hash"),
    )


def downgrade() -> None:
    op.drop_table("sign_in_card")
