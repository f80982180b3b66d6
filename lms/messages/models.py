"""What each account wants to be written, and what ended it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class MessageChoice(TableModel):
    """One account's choices. There is none before its address was confirmed or a calendar was made."""

    __tablename__ = "message_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    due_dates: Mapped[bool]
    renewals: Mapped[bool]
    learning: Mapped[bool]
    stop_mark: Mapped[str]
    stop_hash: Mapped[str] = mapped_column(unique=True)
    """Of the token in each reminder by which one press stops them all; made anew from the mark and the site's secret."""
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    stopped_by: Mapped[str | None]
    """self, link, address, staff or silence. Why is asked of nobody."""
    silent_count: Mapped[int] = mapped_column(default=0)
    """Reminders to a patient or carer since she last did something here."""
    reminder_at: Mapped[datetime | None] = mapped_column(Instant)
    """The last reminder that left."""
    calendar_mark: Mapped[str | None]
    calendar_hash: Mapped[str | None] = mapped_column(unique=True)
