"""The second factor of an account and its codes on paper."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class SecondFactor(TableModel):
    """An account's shared secret with an app. It counts once its owner has confirmed it by a code."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    secret_box: Mapped[str]
    """The secret, encrypted with a key of the data folder: a copy of the database alone makes no codes."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    last_step: Mapped[int] = mapped_column(default=0)
    """The 30-second step of the last code that was taken: no code is taken twice, nor an earlier one."""


class PaperCode(TableModel):
    """One code on paper that stands in for the app, once. Of the code only a keyed hash is kept."""

    __tablename__ = "paper_code"

    hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
