"""Tables of e-mail addresses: confirmed ones, those that wait for it, the links written to them; and codes to come back without any."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class MailAddress(TableModel):
    """Where one account gets messages. Until `confirmed_at` nothing but the confirmation is written, and only to `pending`."""

    __tablename__ = "mail_address"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str | None]
    address_key: Mapped[str | None] = mapped_column(unique=True)
    """names.comparable(address): one mailbox serves one account."""
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    pending: Mapped[str | None]
    """What she typed last and has not confirmed. Several accounts may type one address: only its owner can confirm it."""
    language: Mapped[str]
    """The language of the page on which she asked for messages."""
    bounced_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the mail host refused the address: nothing more is written to it until it is confirmed anew."""


class MailLink(TableModel):
    """A link that was written to an address, for one use. Only the hash of its token is kept.

    account_id: None when somebody asked with an address that nobody confirmed here: the same rows are written for known and unknown.
    """

    __tablename__ = "mail_link"

    hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    """confirm or passphrase"""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    address: Mapped[str | None]
    """Of a confirmation: which address it confirms."""
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class RecoveryCode(TableModel):
    """A code shown once, printed and put away, with which she sets a new passphrase, once. Only its keyed hash is kept."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
