"""The keys that sign badges: one signs, older ones stay listed for good, so that what they signed goes on verifying.

Private halves are files of their own in the data folder, readable by its owner alone; the table holds public halves.
"""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.credentials.models import BadgeKey
from lms.errors import SigningKeyLost
from lms.settings import Settings
from lrs.storage.private_files import make_private_folder

KID = re.compile(r"k[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """kid: k1, k2, …"""

    kid: str
    private: Ed25519PrivateKey


def folder_of(settings: Settings) -> Path:
    return settings.data / "keys" / "badges"


def current(reader: Session) -> BadgeKey | None:
    """The key that signs; None before the first badge."""
    return reader.scalar(select(BadgeKey).where(BadgeKey.retired_at.is_(None)).order_by(BadgeKey.created_at.desc(), BadgeKey.kid).limit(1))


def all_keys(reader: Session) -> list[BadgeKey]:
    """The newest first."""
    return list(reader.scalars(select(BadgeKey).order_by(BadgeKey.created_at.desc(), BadgeKey.kid.desc())))


def next_kid(reader: Session) -> str:
    return f"k{(reader.scalar(select(func.count(BadgeKey.kid))) or 0) + 1}"


def prepare_file(folder: Path, kid: str) -> str:
    """Make the private file of a key unless it is there; its public half as PEM. Raises OSError.

    The file appears whole or not at all, and the first of two processes wins.
    """
    make_private_folder(folder)
    path = folder / f"{kid}.pem"
    if not path.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with NamedTemporaryFile(dir=folder, prefix=".", suffix=".new", delete=False) as file:  # its mode is 0600
            draft = Path(file.name)
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return public_pem(_read(path))


def put_in_use(work: Session, kid: str, pem: str, now: datetime) -> BadgeKey:
    """Sign with this key from now on; the one before only verifies. Call it inside the writer. A second call changes nothing."""
    known = work.get(BadgeKey, kid)
    if known is not None:
        return known
    for row in work.scalars(select(BadgeKey).where(BadgeKey.retired_at.is_(None))):
        row.retired_at = now
    row = BadgeKey(kid=kid, public_pem=pem, created_at=now)
    work.add(row)
    work.flush()
    return row


def load(settings: Settings, row: BadgeKey) -> SigningKey:
    """Raises SigningKeyLost when the private file is gone or is another key's."""
    path = folder_of(settings) / f"{row.kid}.pem"
    try:
        private = _read(path)
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyLost(row.kid) from error
    if public_pem(private) != row.public_pem:
        raise SigningKeyLost(row.kid)
    return SigningKey(row.kid, private)


def public_pem(private: Ed25519PrivateKey) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def public_raw(pem: str) -> bytes:
    """The 32 bytes of a public key."""
    key = serialization.load_pem_public_key(pem.encode("ascii"))
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _read(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(path.name)
    return key
