"""What a platform publishes of itself (Dynamic Registration 1.0, 3.4): asked by the guard, since its address came from outside."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeGuard

from infrastructure import guarded_http
from infrastructure.errors import AddressRefused, AnswerTooLong, HostUnreachable
from infrastructure.http_answers import Answer
from infrastructure.http_client import Limits
from lms.errors import RegistrationRefused
from lms.lti_platforms import origin_of
from lms.toml_files import LOOPBACK

LIMITS = Limits(connect_s=3.0, read_s=8.0)
"""A thread of the site waits for it."""
LONGEST = 500
LONGEST_PRODUCT = 120
ABOUT_LTI = "https://purl.imsglobal.org/spec/lti-platform-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
NEEDED = {"id_token_signing_alg_values_supported": "RS256", "token_endpoint_auth_methods_supported": "private_key_jwt"}
"""What must stand in a list, where the platform publishes that list."""


class Configuration(NamedTuple):
    """token_audience: what it wants to be called in requests for tokens. scopes: what it offers. product: its own words, for the admin."""

    issuer: str
    login: str
    tokens: str
    keys: str
    registration: str
    token_audience: str
    scopes: frozenset[str]
    product: str


def checked(address: str, *, may_loopback: bool) -> str:
    """The address, if the site may ask it. Raises RegistrationRefused (address)."""
    if len(address) > LONGEST:
        raise RegistrationRefused("address")
    try:
        parts = guarded_http.split(address, may_loopback=may_loopback)
    except AddressRefused as error:
        raise RegistrationRefused("address") from error
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise RegistrationRefused("address")
    return address


def read(address: str, *, may_loopback: bool) -> Configuration:
    """Raises RegistrationRefused."""
    try:
        answer = guarded_http.get(address, {"Accept": "application/json"}, LIMITS, may_loopback=may_loopback)
    except (AddressRefused, HostUnreachable) as error:
        raise refusal_of(error) from error
    if 300 <= answer.status < 400:
        raise RegistrationRefused("redirect")
    if answer.status != 200:
        raise RegistrationRefused("down")
    return _read(address, document(answer), may_loopback=may_loopback)


def refusal_of(error: AddressRefused | HostUnreachable) -> RegistrationRefused:
    if isinstance(error, AddressRefused):
        return RegistrationRefused("address")
    return RegistrationRefused("size" if isinstance(error, AnswerTooLong) else "down")


def document(answer: Answer) -> Mapping[str, Any]:
    """Raises RegistrationRefused (json)."""
    try:
        value = answer.json()
    except ValueError as error:
        raise RegistrationRefused("json") from error
    if not isinstance(value, dict):
        raise RegistrationRefused("json")
    return value


def _read(address: str, document: Mapping[str, Any], *, may_loopback: bool) -> Configuration:
    """Of the host alone that was asked: nobody speaks for another one."""
    issuer = document.get("issuer")
    if not isinstance(issuer, str) or origin_of(issuer) != origin_of(address):
        raise RegistrationRefused("issuer")
    checked(issuer, may_loopback=may_loopback)
    about = document.get(ABOUT_LTI)
    if not isinstance(about, dict) or any(name in document and value not in _words(document[name]) for name, value in NEEDED.items()):
        raise RegistrationRefused("features")
    ends = {name: _endpoint(document.get(name), may_loopback=may_loopback) for name in ENDPOINTS}
    audience = document.get("authorization_server")
    return Configuration(
        issuer=issuer,
        login=ends["authorization_endpoint"],
        tokens=ends["token_endpoint"],
        keys=ends["jwks_uri"],
        registration=ends["registration_endpoint"],
        token_audience=audience if is_line(audience) else ends["token_endpoint"],
        scopes=frozenset(_words(document.get("scopes_supported"))),
        product=" ".join(one for one in (about.get("product_family_code"), about.get("version")) if is_line(one))[:LONGEST_PRODUCT],
    )


def _endpoint(value: object, *, may_loopback: bool) -> str:
    if not isinstance(value, str):
        raise RegistrationRefused("features")
    return checked(value, may_loopback=may_loopback)


def _words(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def is_line(value: object) -> TypeGuard[str]:
    """Whether it is one short line that can be shown and kept."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable()
