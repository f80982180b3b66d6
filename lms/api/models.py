"""Calls that were answered, so that a program may send the same once more."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class ApiRepeat(TableModel):
    """One answered call. Nothing of a person stands here: hashes, and an assignment of a whole cohort."""

    __tablename__ = "api_repeat"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the access key's id and the Idempotency-Key."""
    digest: Mapped[str] = mapped_column(String(64))
    """Of the address and the body: another one under the same key is refused."""
    status: Mapped[int]
    answer: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant, index=True)
