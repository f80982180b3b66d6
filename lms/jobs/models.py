"""The table of work to do later."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant

WAITING, RUNNING = "waiting", "running"
DONE, FAILED, BOUNCED, DROPPED, UNCERTAIN = "done", "failed", "bounced", "dropped", "uncertain"
ENDS = (DONE, FAILED, BOUNCED, DROPPED, UNCERTAIN)
"""How a job ends. dropped: it came too late or nobody wants it any more; uncertain: handed over twice, and no answer was heard."""


class Job(TableModel):
    """One thing to do later, once. It names its person by the account's number: no name, address or text stands here."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """What it is about. Asked for a second time under the same key, it is not made again."""
    kind: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default=WAITING)
    due_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    """From then on it is dropped: after a long stop or an old backup nobody gets stale news."""
    attempts: Mapped[int] = mapped_column(default=0)
    handovers: Mapped[int] = mapped_column(default=0)
    """How often it was handed to the outside world without an answer since."""
    lease: Mapped[str | None]
    """Mark of the process that is at it."""
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str] = mapped_column(default="")
    """The last failure: an SMTP code or the kind of an error, never its words."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
