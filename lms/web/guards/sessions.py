"""How long a session lasts: twelve hours, or thirty days on a device whose owner asked for it. Both ends are checked here."""

import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature

USUAL_S = 12 * 3600
LONG_DAYS = 30
LONG_S = LONG_DAYS * 24 * 3600
UNTIL = "until"
"""In the session of a device that stays signed in: the second at which it ends, however much the site is used before."""


def init(app: Flask) -> None:
    app.session_interface = Sessions()


def stay() -> None:
    """Let the session that has just begun outlive the browser, for thirty days from now."""
    session[UNTIL] = int(time.time()) + LONG_S


class Sessions(SecureCookieSessionInterface):
    """A signed cookie; its age is read from the signature, so that a copied cookie ends too."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """The session of this request; an empty one when it has ended, or is not ours."""
        serializer = self.get_signing_serializer(app)
        value = request.cookies.get(self.get_cookie_name(app))
        if serializer is None or not value:
            return self.session_class()
        try:
            values, signed_at = serializer.loads(value, max_age=LONG_S, return_timestamp=True)
        except BadSignature:
            return self.session_class()
        return self.session_class(values) if isinstance(values, dict) and _lasts(values, signed_at) else self.session_class()

    def get_expiration_time(self, app: Flask, session: Any) -> datetime | None:
        """None lets the browser forget the cookie when it is closed."""
        return datetime.fromtimestamp(session[UNTIL], UTC) if UNTIL in session else None


def _lasts(values: dict[str, Any], signed_at: datetime) -> bool:
    until = values.get(UNTIL)
    return time.time() < until if isinstance(until, int) else time.time() - signed_at.timestamp() <= USUAL_S
