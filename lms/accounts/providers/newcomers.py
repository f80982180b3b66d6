"""What waits in somebody's own cookie, encrypted, between a provider's answer and a page here that asks her something."""

from typing import NamedTuple

from flask import session

from lms.accounts.providers import sealing
from lms.accounts.providers.professional_claims import Professional
from lms.identity_providers import IdentityProvider
from lms.web.site.layout import settings

KEY, CHOICE = "provider_newcomer", "provider_choice"
LASTS_S = 900


class Newcomer(NamedTuple):
    """Somebody without an account here. professional: None when the provider says nothing of professions."""

    provider: IdentityProvider
    subject_hash: str
    session_hash: str | None
    professional: Professional | None
    target: str
    has_two_factors: bool


def wait(
    provider: IdentityProvider,
    subject_hash: str,
    session_hash: str | None,
    professional: Professional | None,
    target: str,
    has_two_factors: bool,
) -> None:
    session[KEY] = sealing.seal([provider.key, subject_hash, session_hash, professional, target, has_two_factors])


def waiting() -> Newcomer | None:
    """None when nobody waits in this browser, or for too long."""
    values = sealing.unseal(session.get(KEY), LASTS_S)
    if not isinstance(values, list):
        return None
    key, subject_hash, session_hash, professional, target, has_two_factors = values
    provider = settings().identity_providers.get(key)
    return Newcomer(provider, subject_hash, session_hash, _professional(professional), target, has_two_factors) if provider else None


def wait_for_choice(provider: IdentityProvider, professional: Professional) -> None:
    session[CHOICE] = sealing.seal([provider.key, professional])


def choice() -> tuple[IdentityProvider, Professional] | None:
    """Between which professions somebody chooses who has linked her identity; None when she has nothing to choose."""
    values = sealing.unseal(session.get(CHOICE), LASTS_S)
    if not isinstance(values, list):
        return None
    provider, professional = settings().identity_providers.get(values[0]), _professional(values[1])
    return (provider, professional) if provider is not None and professional is not None else None


def end_choice() -> None:
    session.pop(CHOICE, None)


def _professional(values: object) -> Professional | None:
    if not isinstance(values, list):
        return None
    return Professional(tuple(values[0]), *values[1:])
