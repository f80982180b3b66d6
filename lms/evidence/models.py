"""What professionals say of a course: a short satisfaction form and complaints. Closed lists, so that no health word is typed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class SatisfactionReply(TableModel):
    """One reply a run of a course; sent again, the newer one stands."""

    __tablename__ = "satisfaction_reply"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    answers: Mapped[dict[str, int]] = mapped_column(JSON)
    """1 (not at all) to 4 (fully), by keys of lms.evidence.satisfaction.QUESTIONS."""
    at: Mapped[datetime] = mapped_column(Instant)


class Complaint(TableModel):
    """One complaint of a course, and what was answered. It goes when its author is erased."""

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str]
    """A key of lms.evidence.complaints.SUBJECTS."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str | None]
    """Written by staff, read by the person who complained; it stands in no evidence file."""
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
