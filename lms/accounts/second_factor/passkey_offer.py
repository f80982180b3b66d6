"""What a page needs to ask a browser for a key, and where keys count."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import session

from lms.accounts.second_factor import passkeys
from lms.accounts.second_factor.passkeys import Place
from lms.web.database.extensions import reading_session
from lms.web.site.layout import settings

CHALLENGE = "passkey_challenge"
"""In the session: what the browser's answer must be an answer to."""
SITE = "Hors les murs"


def place() -> Place:
    return Place(urlsplit(settings().origin).hostname or "", settings().origin, settings().site_name or SITE)


def is_offered() -> bool:
    """Browsers know keys of names alone, never of bare addresses."""
    try:
        ip_address(place().host)
    except ValueError:
        return bool(place().host)
    return False


def at_sign_in(account_id: int) -> str:
    """Options as JSON for the keys of this account; empty when it has none, or the site has no name. Notes the challenge in the session."""
    present = passkeys.of_account(reading_session(), account_id)
    if not present or not is_offered():
        return ""
    options, session[CHALLENGE] = passkeys.options_to_use(place(), present)
    return options
