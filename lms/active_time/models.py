"""How much longer than usual one person may take over a page before it counts as a pause."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class ReadingAllowance(TableModel):
    """Set by staff for a person who reads slowly or by another way; who has no row has the usual one. It goes when she is erased."""

    __tablename__ = "reading_allowance"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    times: Mapped[int]
    """A page counts up to so many times its reading time."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Instant)
