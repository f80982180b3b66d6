"""What a provider publishes: its addresses (discovery) and its keys, asked for when they are needed and kept for an hour."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.oidc.discovery import OpenIDProviderMetadata

from infrastructure import guarded_http, http_client
from infrastructure.errors import AddressRefused, HostUnreachable
from lms.errors import ProviderRefused
from lms.identity_providers import IdentityProvider
from lms.lti_platforms import LOOPBACK_TOO, NO_GUARD
from lms.toml_files import LOOPBACK
from lms.web.current_site import current_site

LIMITS = http_client.Limits(connect_s=3.0, read_s=6.0)
"""A thread of the site waits for it."""
LARGEST = 256 * 1024
KEPT_S = 3600.0
AGAIN_S = 60.0
"""How soon keys are asked for again when a token names one that is unknown: whoever sends such tokens makes no storm of requests."""
PAUSE_S = 5.0
"""For how long a provider that did not answer is not asked again."""
ESSENTIAL = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Addresses:
    """userinfo, end_session: empty when the provider has none. names_issuer: it says who it is in each answer (RFC 9207)."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    names_issuer: bool


@dataclass
class _Documents:
    """addresses_at, keys_at, failed_at: on the process's own clock; -inf for never."""

    addresses: Addresses | None = None
    addresses_at: float = float("-inf")
    keys: Sequence[Mapping[str, Any]] = ()
    keys_at: float = float("-inf")
    failed_at: float = float("-inf")


def addresses_of(provider: IdentityProvider) -> Addresses:
    """Raises ProviderRefused (down, setting)."""
    documents = _documents_of(provider.key)
    if documents.addresses is None or _clock() - documents.addresses_at > KEPT_S:
        documents.addresses, documents.addresses_at = _read_addresses(provider, _ask(documents, provider.discovery)), _clock()
    return documents.addresses


def keys_of(provider: IdentityProvider, *, again: bool = False) -> Sequence[Mapping[str, Any]]:
    """Its public keys, as JWK. again: a token names one that is not among them. Raises ProviderRefused (down)."""
    return keys_at(provider.key, addresses_of(provider).keys, again=again)


def keys_at(key: str, address: str, *, again: bool = False, guard: str = NO_GUARD) -> Sequence[Mapping[str, Any]]:
    """The public keys at an address, remembered under a key of the caller. guard: of lms.lti_platforms. Raises ProviderRefused (down)."""
    documents = _documents_of(key)
    if _clock() - documents.keys_at > (AGAIN_S if again else KEPT_S):
        keys = _ask(documents, address, guard).get("keys")
        documents.keys, documents.keys_at = [one for one in keys if isinstance(one, dict)] if isinstance(keys, list) else (), _clock()
    return documents.keys


def looked_at(provider: IdentityProvider) -> tuple[Addresses, int, float]:
    """For a look at the settings, kept nowhere: its addresses, how many keys it has, and by how many seconds its clock is ahead.

    Raises ProviderRefused.
    """
    answer = _get(provider.discovery)
    addresses = _read_addresses(provider, _document(answer))
    return addresses, looked_at_keys(addresses.keys)[0], http_client.seconds_ahead(answer)


def looked_at_keys(address: str, guard: str = NO_GUARD) -> tuple[int, float]:
    """For a look at the settings: how many keys stand there, and by how many seconds its clock is ahead. Raises ProviderRefused."""
    answer = _get(address, guard)
    keys = _document(answer).get("keys")
    return len(keys) if isinstance(keys, list) else 0, http_client.seconds_ahead(answer)


def _documents_of(key: str) -> _Documents:
    documents = current_site().provider_documents.setdefault(key, _Documents())
    assert isinstance(documents, _Documents)  # noqa: S101 - nobody else writes there
    return documents


def _clock() -> float:
    return time.monotonic()


def _ask(documents: _Documents, address: str, guard: str = NO_GUARD) -> Mapping[str, Any]:
    if _clock() - documents.failed_at < PAUSE_S:
        raise ProviderRefused("down")
    try:
        return _document(_get(address, guard))
    except ProviderRefused:
        documents.failed_at = _clock()
        raise


def _get(address: str, guard: str = NO_GUARD) -> http_client.Answer:
    headers = {"Accept": "application/json"}
    try:
        if guard != NO_GUARD:
            return guarded_http.get(address, headers, LIMITS, size=LARGEST, may_loopback=guard == LOOPBACK_TOO)
        return http_client.ask(http_client.pool(address, LIMITS), "GET", address, size=LARGEST, headers=headers)
    except (HostUnreachable, AddressRefused) as error:
        raise ProviderRefused("down") from error


def _document(answer: http_client.Answer) -> Mapping[str, Any]:
    if answer.status != 200:
        raise ProviderRefused("down")
    try:
        document = answer.json()
    except ValueError as error:
        raise ProviderRefused("down") from error
    if not isinstance(document, dict):
        raise ProviderRefused("down")
    return document


def _read_addresses(provider: IdentityProvider, document: Mapping[str, Any]) -> Addresses:
    """Only of the issuer that the settings name (OpenID Connect Discovery, 4.3), and no address without TLS."""
    metadata = OpenIDProviderMetadata(document)
    if metadata.get("issuer") != provider.issuer:
        raise ProviderRefused("setting")
    endpoints = {name: metadata.get(name, "") for name in (*ESSENTIAL, "userinfo_endpoint", "end_session_endpoint")}
    if any(not _is_safe(value) for name, value in endpoints.items() if value or name in ESSENTIAL):
        raise ProviderRefused("setting")
    return Addresses(
        authorization=endpoints["authorization_endpoint"],
        token=endpoints["token_endpoint"],
        keys=endpoints["jwks_uri"],
        userinfo=endpoints["userinfo_endpoint"] or "",
        end_session=endpoints["end_session_endpoint"] or "",
        names_issuer=metadata.get("authorization_response_iss_parameter_supported") is True,
    )


def _is_safe(address: object) -> bool:
    parts = urlsplit(address) if isinstance(address, str) else None
    return parts is not None and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))
