"""A log of what each person decided, purpose by purpose."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class Consent(TableModel):
    """One decision. The newest of a purpose counts; none is changed."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    """A key of consents.VERSIONS."""
    version: Mapped[int]
    """Of the words that were shown."""
    is_given: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant)
