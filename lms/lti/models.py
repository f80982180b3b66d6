"""Launches that were taken, each once; results that a platform may know."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class LtiLaunch(TableModel):
    """A signed message that came, so that none opens anything twice. hash: of platform and nonce."""

    __tablename__ = "lti_launch"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    launch_box: Mapped[str]
    """What it said, encrypted with a key of the data folder, until its browser comes for it; then empty."""
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
    """After this no step that could use it is open any more."""


class LtiResult(TableModel):
    """Whether somebody lets a platform know that she has finished a course. The row goes when she takes it back."""

    __tablename__ = "lti_result"
    __table_args__ = (UniqueConstraint("account_id", "platform", "course", "line_item", name="uq_lti_result_account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str]
    """Its key in the settings."""
    course: Mapped[str]
    line_item: Mapped[str]
    """The platform's column, by its address."""
    subject_box: Mapped[str]
    """What the platform calls her, which it wants beside a result: encrypted with a key of the data folder; empty when she said no."""
    asked_at: Mapped[datetime] = mapped_column(Instant)
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    """None when she said no: she is not asked at each launch."""
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
