"""A signed cookie that tells on which accounts a device has signed in before, so that a stranger's wrong guesses do not delay its owner.

It opens nothing: it only chooses which wrong guesses count. It ends with the passphrase of the account, and tells no name.
"""

import hmac
import secrets
from dataclasses import dataclass

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from lms.accounts.models import Account
from lms.accounts.opening import Holder

COOKIE = "hlm_device"
LASTS_S = 365 * 24 * 3600
MOST_ACCOUNTS = 12
"""Accounts remembered on one device, as on a tablet of a ward; the oldest goes first."""


@dataclass(frozen=True)
class KnownDevice:
    """id: drawn for the device. marks: one for each account, the newest last."""

    id: str
    marks: tuple[str, ...]


def read() -> KnownDevice:
    """The device of this request; a new one when it has no cookie, or one that is not ours."""
    try:
        values = _signer().loads(request.cookies.get(COOKIE, ""))
        return KnownDevice(str(values["id"]), tuple(str(mark) for mark in values["marks"]))
    except (BadSignature, KeyError, TypeError):
        return KnownDevice(secrets.token_hex(8), ())


def knows(device: KnownDevice, account: Account | Holder) -> bool:
    return _mark(account) in device.marks


def remember(response: Response, device: KnownDevice, account: Account) -> None:
    """Put the account on the device's cookie. Call it after a sign-in that succeeded, and only then."""
    mark = _mark(account)
    marks = (*(one for one in device.marks if one != mark), mark)[-MOST_ACCOUNTS:]
    value = _signer().dumps({"id": device.id, "marks": marks})
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, str(value), max_age=LASTS_S, httponly=True, samesite="Lax", secure=is_secure)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="known-device")


def _mark(account: Account | Holder) -> str:
    """Changes with the passphrase: whoever knew the old one is a stranger again."""
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, f"device-mark\0{account.id}\0{account.password}".encode(), "sha256").hex()[:24]
