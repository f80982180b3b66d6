"""Asking a platform for a service: a token for one scope (Security Framework 1.0, 4.1), and requests guarded as the platform is."""

import secrets
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from infrastructure import guarded_http, http_client
from lms.lti import tool_keys
from lms.lti_platforms import LOOPBACK_TOO, NO_GUARD, LtiPlatform
from lms.settings import Settings

ASSERTION_S = 60
LIMITS = http_client.Limits(connect_s=5.0, read_s=20.0)
LARGEST = 64 * 1024
BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Token(NamedTuple):
    """value: empty when there is none; status: of the answer then, 502 for one that is not what was asked."""

    value: str
    status: int


def token_for(platform: LtiPlatform, settings: Settings, scope: str, at_s: int) -> Token:
    """Raises HostUnreachable, AddressRefused, AnswerTooLong."""
    client, audience = platform.client_id, platform.token_audience
    claims = {"iss": client, "sub": client, "aud": audience, "iat": at_s, "exp": at_s + ASSERTION_S, "jti": secrets.token_urlsafe(16)}
    assertion = tool_keys.signed(settings, claims)
    asked = {"grant_type": "client_credentials", "client_assertion_type": BEARER, "client_assertion": assertion, "scope": scope}
    answer = post(platform, platform.tokens, urlencode(asked), FORM)
    value = _value(answer)
    return Token(value, answer.status if value or answer.status >= 300 else 502)


def post(platform: LtiPlatform, address: str, body: str, headers: Mapping[str, str]) -> http_client.Answer:
    """Raises HostUnreachable, AddressRefused, AnswerTooLong."""
    if platform.guard != NO_GUARD:
        return guarded_http.send(address, body.encode(), headers, LIMITS, may_loopback=platform.guard == LOOPBACK_TOO)
    return http_client.ask(http_client.pool(address, LIMITS), "POST", address, size=LARGEST, body=body, headers=headers)


def get(platform: LtiPlatform, address: str, headers: Mapping[str, str], *, size: int) -> http_client.Answer:
    """size: bytes of the answer that are read at most. Raises HostUnreachable, AddressRefused, AnswerTooLong."""
    if platform.guard != NO_GUARD:
        return guarded_http.get(address, headers, LIMITS, size=size, may_loopback=platform.guard == LOOPBACK_TOO)
    return http_client.ask(http_client.pool(address, LIMITS), "GET", address, size=size, headers=headers)


def _value(answer: http_client.Answer) -> str:
    try:
        document = answer.json() if answer.status == 200 else {}
    except ValueError:
        return ""
    token = document.get("access_token") if isinstance(document, dict) else None
    return token if isinstance(token, str) and token.isascii() and token.isprintable() else ""
