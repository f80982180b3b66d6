"""Signing out at the provider ends the sign-ins that began there (OpenID Connect Back-Channel Logout 1.0)."""

import hashlib

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts.provider_pages.provider_routes import NO_STORE, pages, provider_of
from lms.accounts.providers import identities, sealing, tokens
from lms.errors import ProviderRefused
from lms.web.database.extensions import csrf
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.pages import BY_TOKEN

LONGEST = 20_000


@pages.plain("/identity/<provider>/logout", access=BY_TOKEN, methods=("POST",))
@csrf.exempt
def logout(provider: str) -> ResponseReturnValue:
    """The token says who and proves who says it; whether anybody was signed in is not told."""
    one, at = provider_of(provider), now()
    try:
        claims = tokens.logout_token(one, request.form.get("logout_token", "")[:LONGEST], int(at.timestamp()))
        accounts = _end(one.issuer, claims)
    except ProviderRefused as error:
        logs.event("provider_logout_refused", reason=error.reason)
        return _refusal(503 if error.reason in ("down", "key") else 400)
    for account_id in accounts:
        logs.event("provider_signed_out", account=account_id)
    return Response(status=200, headers=NO_STORE)


def _end(issuer: str, claims: tokens.Claims) -> list[int]:
    """Accounts whose sign-ins ended. Raises ProviderRefused when this token was used before."""
    at, mark = now(), hashlib.sha256(f"{issuer}\0{claims['jti']}".encode()).hexdigest()
    subject = sealing.fingerprint(issuer, "sub", claims["sub"]) if claims.get("sub") else None
    session_hash = sealing.fingerprint(issuer, "sid", claims["sid"]) if claims.get("sid") else None

    def work_of(work: Session) -> list[int] | None:
        if not identities.use_logout_token(work, mark, at):
            return None
        return identities.end_sign_ins(work, issuer, subject, session_hash)

    accounts = submit(work_of)
    if accounts is None:
        raise ProviderRefused("altered")
    return accounts


def _refusal(status: int) -> Response:
    response = jsonify({"error": "invalid_request", "error_description": "This logout token is not taken."})
    response.status_code = status
    response.headers.update(NO_STORE)
    return response
