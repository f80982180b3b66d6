"""One row for each browser in which an account is signed in."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class SignIn(TableModel):
    """A browser that is signed in. No address and no full name of the browser is kept: two plain keys are enough to know one's own."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the key in the browser's cookie, in hex: a copy of this table lets nobody in."""
    browser: Mapped[str] = mapped_column(String(20))
    """A key of device_names.BROWSERS, or empty."""
    system: Mapped[str] = mapped_column(String(20))
    """A key of device_names.SYSTEMS, or empty."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    """Within browser_sign_ins.SEEN_EVERY of the last page."""
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
