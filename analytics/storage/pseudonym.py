"""Pseudonyms of the lake: HMAC-SHA256 of the actor with the site's key, one family a purpose, so that two exports cannot be joined."""

import contextlib
import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from analytics.errors import KeyUnusable

KEY_BYTES = 32
KEY_NAME = "pseudonyms.key"


def pseudonym(key: bytes, purpose: str, actor: str) -> str:
    """32 hexadecimal digits; equal for equal actors of one purpose, unlinkable without the key."""
    return hmac.new(key, f"{purpose}\0{actor}".encode(), sha256).hexdigest()[:32]


def site_key(folder: Path) -> bytes:
    """The site's key in `folder`; made once, readable by its owner alone. Raises KeyUnusable when it is not 32 bytes."""
    path = folder / KEY_NAME
    with contextlib.suppress(FileExistsError):
        _make(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise KeyUnusable(path, f"the key of the pseudonyms has {len(key)} bytes instead of {KEY_BYTES}")
    return key


def _make(path: Path) -> None:
    """A whole key or none: two processes that start together keep the same one."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        os.unlink(draft)
