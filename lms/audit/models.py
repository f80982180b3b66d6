"""The lines of the audit log and where it ends. A line is added, and removed after its time; it is never changed."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class AuditLine(TableModel):
    """One thing that was done. No name, address or row number of a person stands here: `by` and `about` are marks (lms/audit/marks.py)."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_about", "about"), Index("ix_audit_line_at", "at"))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3, … without a gap."""
    at: Mapped[datetime] = mapped_column(Instant)
    action: Mapped[str] = mapped_column(String(60))
    """A key of lms/audit/actions.py."""
    by: Mapped[str] = mapped_column(String(24))
    """The mark of whoever did it; `command` for an operator's command, empty for a stranger or the site itself."""
    by_role: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(24))
    """The mark of the person whose record it is; empty where it is about no one person."""
    thing: Mapped[str] = mapped_column(String(120))
    """Which cohort, key, course, file or line: a plain key."""
    chain: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the chain of the line before and this line's own values, in hex."""
    seal: Mapped[str] = mapped_column(String(64))
    """HMAC-SHA-256 of the chain under the site's audit key, in hex."""


class AuditEnd(TableModel):
    """The last line's number and chain, sealed: a line cut off at the end is missed. One row, with an empty seal before the first line."""

    __tablename__ = "audit_end"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    chain: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
