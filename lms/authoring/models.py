"""What readers said is not clear: a reason from a closed list at a screen, and nothing of who said it."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant

REASONS = ("words", "long", "doubt", "picture", "missing")


class UnclearPage(TableModel):
    """One reader's tick. settled_at: when an educator put it away."""

    __tablename__ = "unclear_page"
    __table_args__ = (Index("ix_unclear_page_module", "module"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    module: Mapped[str]
    screen: Mapped[str]
    language: Mapped[str]
    reason: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
