"""Slows down guessing: five refusals a name, twenty an address, in fifteen minutes."""

import hashlib

from flask import current_app
from limits import RateLimitItemPerMinute

from lms.web.extensions import address, limiter

PER_NAME = RateLimitItemPerMinute(5, 15, namespace="sign-in-name")
PER_ADDRESS = RateLimitItemPerMinute(20, 15, namespace="sign-in-address")
PER_PAIRING = RateLimitItemPerMinute(5, 15, namespace="pairing-address")


def _name(identity: str) -> str:
    """Names are counted by their hash, so that none stands in memory or in a log."""
    return hashlib.sha256(identity.strip().casefold().encode()).hexdigest()


def is_too_often(identity: str) -> bool:
    """Whether this name, known or not, or this address was refused too often."""
    if not current_app.config["RATELIMIT_ENABLED"]:
        return False
    return not (limiter.limiter.test(PER_NAME, _name(identity)) and limiter.limiter.test(PER_ADDRESS, address()))


def note_refusal(identity: str) -> None:
    limiter.limiter.hit(PER_NAME, _name(identity))
    limiter.limiter.hit(PER_ADDRESS, address())


def may_pair() -> bool:
    """Counts one try at a pairing code from this address; False after five in fifteen minutes."""
    return bool(limiter.limiter.hit(PER_PAIRING, address()))
