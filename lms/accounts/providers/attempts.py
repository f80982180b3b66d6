"""Ways to a provider that somebody has begun and not ended: in her own cookie, each by its state, used once, for ten minutes."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import session

from lms.accounts.providers import sealing

KEY = "provider_attempts"
LASTS = timedelta(minutes=10)
MOST = 4
"""Tabs in which somebody may be on her way at once; the oldest is forgotten."""
ENTER, LINK, AGAIN = "enter", "link", "again"
"""Why: to sign in; to link the identity to the account she is signed in to; to show anew that she is who she was."""


class Attempt(NamedTuple):
    """provider: its key. account: for LINK and AGAIN, the account's mark, which changes with its passphrase; empty otherwise."""

    provider: str
    purpose: str
    nonce: str
    verifier: str
    target: str
    language: str
    account: str
    until_s: float


def begin(provider: str, purpose: str, target: str, language: str, account: str, now: datetime) -> tuple[str, Attempt]:
    """A new one, with its state. Each of the three secrets has 256 bits."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _number in range(3))
    attempt = Attempt(provider, purpose, nonce, verifier, target, language, account, (now + LASTS).timestamp())
    states = {**_in_cookie(), state: sealing.seal([*attempt])}
    session[KEY] = dict(list(states.items())[-MOST:])
    return state, attempt


def take(state: str, provider: str, now: datetime) -> Attempt | None:
    """The attempt of this state, which is over with this; None when this browser began none at this provider, or used it before."""
    states = _in_cookie()
    values = sealing.unseal(states.pop(state, None))
    session[KEY] = states
    try:
        attempt = Attempt(*values)
    except TypeError:
        return None
    return attempt if attempt.provider == provider else None


def is_late(attempt: Attempt, now: datetime) -> bool:
    return now.timestamp() >= attempt.until_s


def others() -> dict[str, str]:
    """Those of other tabs, to be put back into a session that begins anew."""
    return _in_cookie()


def put_back(states: dict[str, str]) -> None:
    if states:
        session[KEY] = states


def _in_cookie() -> dict[str, str]:
    states = session.get(KEY)
    return dict(states) if isinstance(states, dict) else {}
