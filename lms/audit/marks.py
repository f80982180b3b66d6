"""Marks of people in the audit log: a keyed digest of the pseudonym, so that an erased person's lines lead to nobody."""

import hmac
from hashlib import sha256
from uuid import UUID

LENGTH = 24
COMMAND = "command"
"""Stands where a mark does: an operator's command at the terminal."""


def mark_of(key: bytes, learner: UUID) -> str:
    """24 hex digits. key: the site's audit key, which no backup of the database holds."""
    return hmac.new(key, b"person:" + learner.bytes, sha256).hexdigest()[:LENGTH]
