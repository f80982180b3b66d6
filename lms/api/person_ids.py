"""What the API calls a person: stable on this site, and not her pseudonym, so that a reader of the store cannot put names to statements."""

import hmac
from uuid import UUID

from lms.key_files import secret
from lms.settings import Settings

KEY_FILE = "api"


def key_of(settings: Settings) -> bytes:
    """Made at the first use. Raises OSError."""
    return secret(settings, KEY_FILE).encode()


def person_id(key: bytes, learner: UUID) -> str:
    """A UUID of version 8 (RFC 9562, 5.8), which leads back to nobody without the key."""
    digest = bytearray(hmac.digest(key, b"person:" + learner.bytes, "sha256")[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x80, digest[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(digest)))
