"""Codes of an authenticator app: six digits of HMAC-SHA-1 over the 30-second step (RFC 6238, RFC 4226), as every app computes them."""

import base64
import hmac
import os
from hashlib import sha256
from urllib.parse import quote

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_S, DIGITS, SECRET_BYTES = 30, 6, 20
AROUND = (0, -1, 1)
"""Steps that are taken: the present one, and its neighbours for a clock that is half a minute off."""


def new_secret() -> bytes:
    return os.urandom(SECRET_BYTES)


def code_at(secret: bytes, at_s: float) -> str:
    """The six digits of a moment, in seconds since 1970."""
    return TOTP(secret, DIGITS, SHA1(), STEP_S).generate(int(at_s)).decode("ascii")  # noqa: S303 - what apps compute; no collision matters in HMAC


def step_of(secret: bytes, typed: str, at_s: float, last_step: int) -> int | None:
    """The step whose code was typed, later than the last one taken; None when it is none of them."""
    code = "".join(typed.split())
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    now = int(at_s // STEP_S)
    steps = [now + shift for shift in AROUND if now + shift > last_step]
    right = [step for step in steps if hmac.compare_digest(code_at(secret, step * STEP_S), code)]
    return right[0] if right else None


def typed_form(secret: bytes) -> str:
    """The secret as one types it into an app: base 32 in groups of four."""
    plain = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address(secret: bytes, site: str, account: str) -> str:
    """What the square code holds (otpauth, as apps read it)."""
    plain = base64.b32encode(secret).decode("ascii").rstrip("=")
    return f"otpauth://totp/{quote(site)}:{quote(account)}?secret={plain}&issuer={quote(site)}&digits={DIGITS}&period={STEP_S}"


def sealed(secret: bytes, key: str) -> str:
    """key: a secret of the site."""
    return _box(key).encrypt(secret).decode("ascii")


def opened(box: str, key: str) -> bytes | None:
    """None when another key sealed it."""
    try:
        return _box(key).decrypt(box.encode("ascii"))
    except InvalidToken:
        return None


def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(key.encode()).digest()))
