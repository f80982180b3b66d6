"""Identities at providers that open an account, the sign-ins that began by one, and logout tokens that were used."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.web.database.extensions import TableModel
from lms.web.database.instants import Instant


class Identity(TableModel):
    """One person as one issuer knows her. What the issuer calls her is a national number at some: a keyed hash of it is kept alone."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject_hash", name="uq_identity_issuer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str]
    subject_hash: Mapped[str] = mapped_column(String(64))
    linked_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    """When it last opened the account."""


class ProviderSignIn(TableModel):
    """A browser's sign-in that began at a provider, so that signing out there ends it here. It goes with the sign-in."""

    __tablename__ = "provider_sign_in"

    sign_in_id: Mapped[int] = mapped_column(ForeignKey("sign_in.id", ondelete="CASCADE"), primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id", ondelete="CASCADE"), index=True)
    session_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Keyed hash of the provider's own name of its session (sid); None when it named none."""
    token_box: Mapped[str]
    """The ID token, encrypted with a key of the data folder: the provider wants it back when she signs out. Empty when it was not kept."""


class UsedLogoutToken(TableModel):
    """A logout token that was taken once. hash: of issuer and jti."""

    __tablename__ = "used_logout_token"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
    """After this the token is too old to be taken anyway."""
