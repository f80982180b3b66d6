"""Passkeys and security keys: the public half of each, and what keeps an answer from counting twice."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class Passkey(TableModel):
    """One key of one account. Of the key itself the site has the public half alone."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential: Mapped[str] = mapped_column(unique=True)
    """What the device calls the key, base64url."""
    public_key: Mapped[str]
    """COSE, base64url."""
    sign_count: Mapped[int] = mapped_column(default=0)
    """As the device told last; it only grows, except on devices that always tell 0."""
    last_challenge: Mapped[str] = mapped_column(default="")
    """The challenge that was answered last: no answer is taken twice."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
