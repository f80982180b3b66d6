"""The sign-in card of a patient or carer."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class SignInCard(TableModel):
    """Signs one account in again and again, with the PIN its owner chose. Of code and PIN only keyed hashes are kept."""

    __tablename__ = "sign_in_card"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    pin_hash: Mapped[str]
    hash: Mapped[str | None] = mapped_column(unique=True)
    """codes.hashed of the code printed last; None before a card was printed."""
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    """Who printed it: she herself or staff of her cohort."""
    issued_at: Mapped[datetime | None] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
