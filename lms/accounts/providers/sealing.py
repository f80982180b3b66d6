"""Keyed hashes of what a provider calls a person, and boxes for what waits in her cookie: the cookie is signed, not secret."""

import base64
import hmac
import json
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from lms.key_files import secret
from lms.settings import Settings
from lms.web.site.layout import settings

KEY_FILE = "identities"


def fingerprint(issuer: str, what: str, value: str) -> str:
    """what: `sub` or `sid`. Needs the app: call it before the writer."""
    return hmac.digest(_key(settings()).encode(), "\0".join((what, issuer, value)).encode(), "sha256").hex()


def seal(value: Any) -> str:
    """value: anything JSON can hold."""
    return _box(settings()).encrypt(json.dumps(value).encode()).decode("ascii")


def unseal(box: object, lasts_s: int | None = None) -> Any:
    """None when it is no box of this site, or older than `lasts_s`."""
    return unseal_on(settings(), box, lasts_s)


def unseal_on(site: Settings, box: object, lasts_s: int | None = None) -> Any:
    """The same without the app, as the worker needs it."""
    if not isinstance(box, str):
        return None
    try:
        return json.loads(_box(site).decrypt(box.encode("ascii"), ttl=lasts_s))
    except (InvalidToken, ValueError):
        return None


def _key(site: Settings) -> str:
    return secret(site, KEY_FILE)


def _box(site: Settings) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(f"box\0{_key(site)}".encode()).digest()))
