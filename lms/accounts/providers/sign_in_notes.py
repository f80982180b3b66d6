"""By which identity a browser's sign-in begins: told from the provider's answer to the fresh session, over a second step too."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from authlib.common.urls import add_params_to_uri
from flask import session
from sqlalchemy.orm import Session

from lms.accounts.providers import documents, identities, sealing
from lms.accounts.sign_ins import browser_sign_ins, sign_in_guard
from lms.errors import ProviderRefused
from lms.identity_providers import IdentityProvider
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.site.layout import settings

KEY = "provider_sign_in"


class Note(NamedTuple):
    """session_hash: of the provider's name of its session, or None. token: the ID token; empty where it would have to wait in a cookie."""

    identity_id: int
    session_hash: str | None
    token: str


class WayOut(NamedTuple):
    """Where somebody who signed out here can sign out too. names: of the provider, by language; address: opened by a link."""

    names: Mapping[str, str]
    address: str


def wait(note: Note) -> None:
    """Put it in the session of somebody whose second step is asked for; the ID token is too long for a cookie."""
    session[KEY] = [note.identity_id, note.session_hash, ""]


def waiting() -> Note | None:
    try:
        return Note(*session.get(KEY, ()))
    except TypeError:
        return None


def write_down(account_id: int, note: Note | None) -> None:
    """Call it once this browser's sign-in has begun."""
    if note is None:
        return
    key_hash, at = browser_sign_ins.hashed(sign_in_guard.current_key()), now()
    box = sealing.seal(note.token) if note.token else ""

    def work_of(work: Session) -> None:
        identities.note_sign_in(work, account_id, key_hash, note.identity_id, note.session_hash, box, at)

    submit(work_of)


def way_out() -> WayOut | None:
    """Of this browser's sign-in: the provider's own sign-out (RP-Initiated Logout 1.0); None when it did not begin at one that has it."""
    pair = identities.sign_in_of(reading_session(), browser_sign_ins.hashed(sign_in_guard.current_key()))
    if pair is None:
        return None
    row, identity = pair
    provider = next((one for one in settings().identity_providers.values() if one.issuer == identity.issuer), None)
    return way_out_of(provider, sealing.unseal(row.token_box)) if provider is not None else None


def way_out_of(provider: IdentityProvider, token: Any) -> WayOut | None:
    try:
        address = documents.addresses_of(provider).end_session
    except ProviderRefused:
        return None
    hint = {"id_token_hint": token} if isinstance(token, str) and token else {}
    fields = {"client_id": provider.client_id, "post_logout_redirect_uri": f"{settings().origin}/", **hint}
    return WayOut(provider.names, add_params_to_uri(address, list(fields.items()))) if address else None
