"""Asking a signed-in person for her passphrase again, before something that cannot be undone."""

from flask_login import current_user

from lms.accounts import passphrases, throttle
from lms.web.current_site import current_site


def confirm(passphrase: str) -> bool:
    """Whether this is the passphrase of the person who is signed in. Raises TooManyTries.

    Counted apart from signing in: what strangers try does not keep her from changing her passphrase or erasing her account.
    """
    counters, stored = throttle.of_session(current_user.id), current_user.password
    throttle.reserve(counters)
    if not passphrases.is_right(passphrase, stored, current_site().decoy):
        return False
    throttle.clear(counters)
    return True
