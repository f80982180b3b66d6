"""Accounts, their roles and professions, the learner behind each, and the devices a learner has paired."""

from datetime import date, datetime
from uuid import UUID, uuid4

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, Date, ForeignKey, Table, Uuid, true
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from lms.accounts import names
from lms.web.database.extensions import TableModel, db
from lms.web.database.instants import Instant

PATIENT_ROLES = ("patient", "caregiver")
"""Roles that tell of a person's health or family: never imported, never marked."""
PROFESSIONAL_ROLES = ("gp", "pharmacist", "nurse")
LEARNER_ROLES = (*PATIENT_ROLES, *PROFESSIONAL_ROLES)
STAFF_ROLES = ("educator", "clinician", "training_manager", "data_protection_officer", "admin")
ROLES = (*LEARNER_ROLES, *STAFF_ROLES)
GUEST = "guest"

account_role = Table(
    "account_role",
    db.metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(TableModel, RoleMixin):
    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Account(TableModel, UserMixin):
    """How a person signs in. Names and addresses stand in this table alone; everything else knows the learner's pseudonym."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    """As the person wrote it. Never compared: username_key is."""
    username_key: Mapped[str] = mapped_column(index=True, unique=True, server_default="")
    """names.comparable(username), kept by this class: two names that differ in capitals or in composed accents are one name."""
    username_skeleton: Mapped[str] = mapped_column(index=True, server_default="")
    """names.skeleton(username): what a new name is compared with, so that it is not taken for this one."""
    renamed_from: Mapped[str | None]
    """The name before an upgrade gave another, because two accounts had the same; None once an operator has renamed it."""
    email: Mapped[str | None] = mapped_column(unique=True)  # type: ignore[assignment]  # Flask-Security says str; an account here needs none
    email_key: Mapped[str | None] = mapped_column(index=True, unique=True)
    password: Mapped[str]
    has_passphrase: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False when a provider of identities opened the account and its owner has set no passphrase: nobody knows one that fits."""
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    """Changed with the passphrase and the role: every session that carries the old one ends, and every second step that is waited for."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    consented_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the person agreed that the site keeps what she does under a role that may tell of her health."""
    consent_version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Of the words she agreed to; who agreed to older ones is asked again."""
    seen_on: Mapped[date | None] = mapped_column(Date)
    """The last day on which she opened a page: an account that nobody uses ends after the site's time (lms/privacy/retention)."""
    roles: Mapped[list[Role]] = relationship(secondary=account_role, lazy="selectin")  # type: ignore[assignment]  # a list of RoleMixin there
    learner: Mapped["Learner"] = relationship(back_populates="account", uselist=False, lazy="joined")

    @validates("username", "email")
    def _keep_key(self, field: str, value: str | None) -> str | None:
        if field == "email":
            self.email_key = names.comparable(value) if value else None
        elif value:
            self.username_key, self.username_skeleton = names.comparable(value), names.skeleton(value)
        return value

    @property
    def role(self) -> str:
        """The one role of an account."""
        return self.roles[0].name if self.roles else GUEST


class Learner(TableModel):
    """A person who learns, with or without an account. uuid: the pseudonym, the only identity told to the store."""

    __tablename__ = "learner"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    role: Mapped[str] = mapped_column(default=GUEST)
    is_simulated: Mapped[bool] = mapped_column(default=False)
    """Simulated learners and demo accounts: they and real learners never share a figure."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    account: Mapped[Account | None] = relationship(back_populates="learner")


class Profession(TableModel):
    """What a person says she works as, and who checked it. Of professionals only; lms/accounts/professions.py reads and writes it."""

    __tablename__ = "profession"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    profession: Mapped[str]
    """A key of professions.PROFESSIONS."""
    family_name: Mapped[str | None]
    given_name: Mapped[str | None]
    """Her name as her employer's file has it; no sign-in name. Lists of staff show it, no statement ever does."""
    rpps: Mapped[str | None] = mapped_column(unique=True)
    """Eleven digits as text, leading zeros included."""
    employer: Mapped[str | None]
    departement: Mapped[str | None]
    """Code of the département where she works (`2A`, `75`, `974`); statements of attestations name it, nothing finer."""
    state: Mapped[str] = mapped_column(default="declared")
    """declared: she or a file says so; verified: somebody entitled checked it."""
    declared_at: Mapped[datetime] = mapped_column(Instant)
    verified_at: Mapped[datetime | None] = mapped_column(Instant)
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    verified_as: Mapped[str | None]
    """training_manager, admin or identity_provider: in which capacity it was checked. It stays when that account is erased."""


class PairingCode(TableModel):
    """A code a learner types into the game on her device, once, within ten minutes. Only its hash is kept."""

    __tablename__ = "pairing_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class StartCode(TableModel):
    """A code that staff hands to somebody whose account it opened: with it she sets her passphrase, once. Only its keyed hash is kept."""

    __tablename__ = "start_code"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Device(TableModel):
    """A device that may write the learner's statements. access_key: the public id of its key in the store."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    access_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class GuessCount(TableModel):
    """How often something was guessed wrong lately (lms/accounts/throttle.py). key: a keyed hash, never a name or an address."""

    __tablename__ = "guess_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(Instant, index=True)
