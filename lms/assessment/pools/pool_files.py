"""Private pools on disk: encrypted for one site (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305), opened in memory alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from infrastructure.file_writing import write_whole
from lms.assessment.errors import PoolUnreadable
from lms.settings import Settings
from lrs.storage.private_files import make_private_folder

MAGIC = b"horslesmurs-pool 1\n"
INFO = b"hors-les-murs private pool 1"
ENDING = ".pool"
LARGEST = 8 * 1024 * 1024
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class PoolTexts:
    """What a file holds. texts: path below the pool's folder -> text."""

    course: str
    texts: Mapping[str, str]


def folder_of(settings: Settings) -> Path:
    return settings.data / "pools"


def file_of(settings: Settings, course: str) -> Path:
    return folder_of(settings) / f"{course}{ENDING}"


def key_file(settings: Settings) -> Path:
    return settings.data / "keys" / "pool.pem"


def make_keys(settings: Settings) -> str:
    """The site's public key as PEM; its private half is made at the first call, readable by its owner alone. Raises OSError."""
    path = key_file(settings)
    make_private_folder(path.parent)
    if not path.exists():
        raw = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_whole(path, raw)
    return _private(settings).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def encrypt(pool: PoolTexts, public_pem: str) -> bytes:
    """The bytes of a file that only the holder of the private half can open. Raises PoolUnreadable for another kind of key."""
    try:
        key = load_pem_public_key(public_pem.encode("ascii"))
    except (ValueError, TypeError) as error:
        raise PoolUnreadable("the public key is none") from error
    if not isinstance(key, X25519PublicKey):
        raise PoolUnreadable("the public key is of another kind")
    plain = json.dumps({"course": pool.course, "texts": dict(pool.texts)}, ensure_ascii=False).encode("utf-8")
    return MAGIC + _SUITE.encrypt(plain, key, INFO)


def decrypt(settings: Settings, raw: bytes) -> PoolTexts:
    """Raises PoolUnreadable: another site's file, a changed or cut one, or no pool at all."""
    if not raw.startswith(MAGIC) or len(raw) > LARGEST:
        raise PoolUnreadable("this is no pool file")
    try:
        values = json.loads(_SUITE.decrypt(raw.removeprefix(MAGIC), _private(settings), INFO))
    except (InvalidTag, ValueError) as error:
        raise PoolUnreadable("it was made for another key, or changed on its way") from error
    return PoolTexts(str(values["course"]), {str(path): str(text) for path, text in values["texts"].items()})


def store(settings: Settings, course: str, raw: bytes) -> None:
    """Put an encrypted file where finals of the course are drawn from; whole or not at all."""
    make_private_folder(folder_of(settings))
    write_whole(file_of(settings, course), raw)


def courses_with_pool(settings: Settings) -> list[str]:
    return sorted(path.name.removesuffix(ENDING) for path in folder_of(settings).glob(f"*{ENDING}"))


def _private(settings: Settings) -> X25519PrivateKey:
    try:
        key = load_pem_private_key(key_file(settings).read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise PoolUnreadable("this site has no key for pools: horslesmurs content pool make-keys") from error
    if not isinstance(key, X25519PrivateKey):
        raise PoolUnreadable("the site’s key for pools is of another kind")
    return key
