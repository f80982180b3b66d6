"""The two requests of the code flow that go from here to the provider: a code for tokens, and who the person is. Authlib writes them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2 import OAuth2Client
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.base import OAuth2Error

from infrastructure import http_client
from infrastructure.errors import HostUnreachable
from lms.accounts.providers import documents, tokens
from lms.errors import ProviderRefused
from lms.identity_providers import IdentityProvider

OUR_FAULT = ("invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_request", "invalid_scope")


class _Answer:
    """An answer as Authlib reads it."""

    def __init__(self, answer: http_client.Answer) -> None:
        self._answer, self.status_code = answer, answer.status

    def json(self) -> Any:
        return self._answer.json()

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise ProviderRefused("down")


class _Http:
    """What Authlib's client sends goes by the project's one HTTP client."""

    def post(self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: ClientAuth) -> _Answer:
        url, all_headers, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        pool = http_client.pool(url, documents.LIMITS)
        return _Answer(http_client.ask(pool, "POST", url, size=documents.LARGEST, body=body, headers=all_headers))


def client(provider: IdentityProvider, return_address: str) -> OAuth2Client:
    return OAuth2Client(
        _Http(),
        client_id=provider.client_id,
        client_secret=provider.secret(),
        token_endpoint_auth_method=provider.auth_method,
        scope=" ".join(provider.scopes),
        redirect_uri=return_address,
        code_challenge_method="S256",
    )


def authorization_address(provider: IdentityProvider, return_address: str, state: str, verifier: str, **more: str) -> str:
    """Where the person's browser goes. more: nonce, and what else the provider is asked. Raises ProviderRefused."""
    parameters = {**({"acr_values": " ".join(provider.acr_values)} if provider.acr_values else {}), **more}
    address = documents.addresses_of(provider).authorization
    url, _state = client(provider, return_address).create_authorization_url(address, state=state, code_verifier=verifier, **parameters)
    return str(url)


def tokens_for(provider: IdentityProvider, return_address: str, code: str, verifier: str) -> tuple[str, str]:
    """ID token and access token for a code. Raises ProviderRefused (down, code, setting, altered)."""
    address = documents.addresses_of(provider).token
    try:
        grant = client(provider, return_address).fetch_token(address, grant_type="authorization_code", code=code, code_verifier=verifier)
    except HostUnreachable as error:
        raise ProviderRefused("down") from error
    except OAuth2Error as error:
        raise ProviderRefused("setting" if error.error in OUR_FAULT else "code") from error
    except ValueError as error:
        raise ProviderRefused("down") from error
    id_token, access_token = grant.get("id_token"), grant.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise ProviderRefused("altered")
    return id_token, access_token


def person(provider: IdentityProvider, access_token: str, subject: str, now_s: int) -> Mapping[str, Any]:
    """What the provider says of the person, plain or signed; only of the one the ID token is about. Raises ProviderRefused."""
    address = documents.addresses_of(provider).userinfo
    if not address:
        raise ProviderRefused("setting")
    headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json, application/jwt"}
    try:
        answer = http_client.ask(http_client.pool(address, documents.LIMITS), "GET", address, size=documents.LARGEST, headers=headers)
        if answer.status != 200:
            raise ProviderRefused("down")
        if answer.headers.get("Content-Type", "").split(";")[0].strip().lower() == "application/jwt":
            claims: Any = tokens.user_info(provider, answer.data.decode("ascii").strip(), now_s)
        else:
            claims = answer.json()
    except (HostUnreachable, ValueError) as error:
        raise ProviderRefused("down") from error
    if not isinstance(claims, dict) or claims.get("sub") != subject:
        raise ProviderRefused("altered")
    return claims
