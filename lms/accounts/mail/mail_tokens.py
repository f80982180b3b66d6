"""Tokens of links in messages: made anew from a random mark and the site's secret, so that the database alone opens nothing."""

import hashlib
import hmac
import re
import secrets

SHAPE = re.compile("[0-9a-f]{32}")
CONFIRM, PASSPHRASE, STOP, CALENDAR = "confirm", "passphrase", "stop", "calendar"


def new_mark() -> str:
    return secrets.token_hex(16)


def token(secret: str, purpose: str, mark: str) -> str:
    """128 bits. secret: the web application's secret key, which the worker reads from the same file."""
    return hmac.digest(secret.encode(), f"mail-token\0{purpose}\0{mark}".encode(), "sha256").hex()[:32]


def digest(text: str) -> str:
    """The hash a token is kept under; that of an empty text for anything that cannot be one."""
    return hashlib.sha256((text if SHAPE.fullmatch(text) else "").encode()).hexdigest()
