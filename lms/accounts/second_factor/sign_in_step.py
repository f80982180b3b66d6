"""Between passphrase and session: who has shown the first of two factors, for ten minutes, in her own cookie."""

from datetime import datetime, timedelta
from typing import NamedTuple

from flask import session

from lms.accounts.models import Account

KEY = "second_step"
PASSED = "second_factor"
"""In the session of somebody who has shown both, or has just set the second one up."""
LASTS = timedelta(minutes=10)


class Waiting(NamedTuple):
    """Who showed her passphrase and not yet her code. mark: of the passphrase then; another one means to begin again."""

    account_id: int
    mark: str
    until_s: float
    target: str
    is_own_device: bool


def begin(account: Account, target: str, *, is_own_device: bool, now: datetime) -> None:
    session.clear()
    session[KEY] = [*Waiting(account.id, account.fs_uniquifier, (now + LASTS).timestamp(), target, is_own_device)]


def waiting(now: datetime) -> Waiting | None:
    """None when nobody waits in this browser, or for too long."""
    try:
        one = Waiting(*session.get(KEY, ()))
    except TypeError:
        return None
    return one if now.timestamp() < one.until_s else None
