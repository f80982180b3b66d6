"""Checks of what a provider signs: ID tokens, answers about a person, logout tokens. Nothing of a token counts before its signature."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import import_key
from joserfc.util import urlsafe_b64decode

from lms.accounts.providers import documents
from lms.errors import ProviderRefused
from lms.identity_providers import IdentityProvider

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a public key. `none` and the client's own secret (HS256) are refused."""
KINDS = {"R": "RSA", "P": "RSA", "E": "EC"}
"""First letter of the algorithm -> kty of its keys."""
LEEWAY_S = 60
"""Clocks of two machines differ; by more, somebody must look at them."""
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_LASTS_S = 300
"""Back-Channel Logout 1.0, 2.4, recommends two minutes; a queue of theirs may hold one a while."""
REASONS = {"iss": "issuer", "aud": "audience", "azp": "audience", "nonce": "nonce", "exp": "clock", "nbf": "clock", "iat": "clock"}
"""Claim -> why it was refused, a key of failures.FAILURES; any other is `altered`."""
Claims = Mapping[str, Any]


def id_token(provider: IdentityProvider, token: str, nonce: str, access_token: str, now_s: int) -> Claims:
    """The claims of an ID token of the code flow (OpenID Connect Core, 3.1.3.7). Raises ProviderRefused."""
    header, claims = verify(provider, token)
    id_claims = CodeIDToken(
        claims, header, _expectations(provider), {"nonce": nonce, "client_id": provider.client_id, "access_token": access_token}
    )
    validate(id_claims, now_s)
    if not claims.get("sub") or len(str(claims["sub"])) > 255:
        raise ProviderRefused("altered")
    if provider.acr_values and claims.get("acr") not in provider.acr_values:
        raise ProviderRefused("level")
    return claims


def user_info(provider: IdentityProvider, token: str, now_s: int) -> Claims:
    """The claims of a signed answer about a person (5.3.2). Raises ProviderRefused."""
    header, claims = verify(provider, token)
    expectations = {name: option for name, option in _expectations(provider).items() if name in claims}
    validate(JWTClaims(claims, header, expectations), now_s)
    return claims


def logout_token(provider: IdentityProvider, token: str, now_s: int) -> Claims:
    """The claims of a logout token (Back-Channel Logout 1.0, 2.6); whether it was used before is for the caller. Raises ProviderRefused."""
    header, claims = verify(provider, token)
    validate(JWTClaims(claims, header, {**_expectations(provider), "iat": {"essential": True}, "jti": {"essential": True}}), now_s)
    events, issued_at = claims.get("events"), claims["iat"]
    if "nonce" in claims or not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise ProviderRefused("altered")
    if not (claims.get("sub") or claims.get("sid")) or not all(isinstance(claims.get(name, ""), str) for name in ("sub", "sid", "jti")):
        raise ProviderRefused("altered")
    if issued_at < now_s - LOGOUT_LASTS_S:
        raise ProviderRefused("clock")
    return claims


def verify(provider: IdentityProvider, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token that one of the provider's keys signed. Raises ProviderRefused (altered, key, down)."""
    return verify_by(lambda again: documents.keys_of(provider, again=again), token)


def verify_by(keys_of: Callable[[bool], Sequence[Mapping[str, Any]]], token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token that one of these keys signed. keys_of: called with True when no key of the first call fits.

    Raises ProviderRefused (altered, key), and what keys_of raises.
    """
    header = _header(token)
    if header.get("alg") not in ALGORITHMS:
        raise ProviderRefused("altered")
    keys = _fitting(keys_of(False), header) or _fitting(keys_of(True), header)
    if not keys:
        raise ProviderRefused("key")
    for key in keys:
        try:
            result = jwt.decode(token, import_key(dict(key)), algorithms=[header["alg"]])
        except (JoseError, ValueError, TypeError):
            continue
        return dict(result.header), dict(result.claims)
    raise ProviderRefused("altered")


def _header(token: object) -> dict[str, Any]:
    try:
        header = json.loads(urlsafe_b64decode(str(token).split(".")[0].encode("ascii")))
    except (ValueError, RecursionError) as error:
        raise ProviderRefused("altered") from error
    if not isinstance(header, dict) or not isinstance(header.get("alg"), str):
        raise ProviderRefused("altered")
    return header


def _fitting(keys: Sequence[Mapping[str, Any]], header: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Keys that may have signed it: the one it names, else all of its kind."""
    kind = KINDS[header["alg"][0]]
    right = [
        key for key in keys if key.get("kty") == kind and key.get("use", "sig") == "sig" and key.get("alg", header["alg"]) == header["alg"]
    ]
    return [key for key in right if key.get("kid") == header["kid"]] if "kid" in header else right


def _expectations(provider: IdentityProvider) -> dict[str, Any]:
    return {"iss": {"essential": True, "value": provider.issuer}, "aud": {"essential": True, "value": provider.client_id}}


def validate(claims: JWTClaims, now_s: int) -> None:
    """Times, issuer and audience of claims whose signature was checked. Raises ProviderRefused."""
    try:
        claims.validate(now=now_s, leeway=LEEWAY_S)
    except ExpiredTokenError as error:
        raise ProviderRefused("clock") from error
    except ClaimError as error:
        raise ProviderRefused(REASONS.get(error.claim, "altered")) from error
    except (JoseError, TypeError, ValueError, OverflowError) as error:
        raise ProviderRefused("altered") from error
