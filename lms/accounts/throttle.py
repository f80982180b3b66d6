"""Slows down guessing: five refusals a name, twenty an address, in fifteen minutes."""

import hashlib

from flask import Flask, current_app, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_NAME = RateLimitItemPerMinute(5, 15, namespace="sign-in-name")
PER_ADDRESS = RateLimitItemPerMinute(20, 15, namespace="sign-in-address")
PER_PAIRING = RateLimitItemPerMinute(5, 15, namespace="pairing-address")
PER_TICK = RateLimitItemPerMinute(20, 15, namespace="tick-address")


def init(app: Flask) -> None:
    """The counts live in this process's memory; several web processes each count for themselves."""
    app.extensions["throttle"] = MovingWindowRateLimiter(MemoryStorage())


def _counts() -> MovingWindowRateLimiter:
    found: MovingWindowRateLimiter = current_app.extensions["throttle"]
    return found


def _name(identity: str) -> str:
    """Names are counted by their hash, so that none stands in memory or in a log."""
    return hashlib.sha256(identity.strip().casefold().encode()).hexdigest()


def _address() -> str:
    """Where a request comes from, as the trusted proxies say."""
    return request.remote_addr or "unknown"


def is_too_often(identity: str) -> bool:
    """Whether this name, known or not, or this address was refused too often."""
    return not (_counts().test(PER_NAME, _name(identity)) and _counts().test(PER_ADDRESS, _address()))


def note_refusal(identity: str) -> None:
    _counts().hit(PER_NAME, _name(identity))
    _counts().hit(PER_ADDRESS, _address())


def may_pair() -> bool:
    """Counts one try at a pairing code from this address; False after five in fifteen minutes."""
    return bool(_counts().hit(PER_PAIRING, _address()))


def may_tick() -> bool:
    """Counts one “not clear” from this address; False after twenty in fifteen minutes."""
    return bool(_counts().hit(PER_TICK, _address()))
