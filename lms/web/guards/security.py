"""What guards every answer: deny by default, one origin, a strict content policy."""

import re
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.web.current_site import current_site
from lms.web.routing.pages import BY_KEY, BY_TOKEN, access_of

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
USUAL_PORTS = {"http": ":80", "https": ":443"}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def init(app: Flask) -> None:
    """Call it after Flask-Security's own init."""
    # A session alone signs in. Flask-Security's loader would parse the JSON of every request, also while its 413 page is being made.
    app.login_manager.request_loader(lambda request: None)  # type: ignore[attr-defined]  # Flask-Login adds it
    app.before_request(refuse_foreign_origin)
    app.before_request(refuse_unless_granted)
    app.after_request(add_headers)


def refuse_unless_granted() -> ResponseReturnValue | None:
    """Deny by default: a view that says nothing is refused to everybody; a wrong role gets 403, a stranger signs in first."""
    if request.endpoint is None:
        return None
    access = access_of(current_app.view_functions[request.endpoint])
    if access is None:
        abort(403)
    if access.roles is None:
        return None
    if not current_user.is_authenticated:
        if request.method in SAFE:
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        abort(403)
    if access.roles and not any(current_user.has_role(role) for role in access.roles):
        abort(403)
    return None


def refuse_foreign_origin() -> None:
    """A form sent from another site's page is refused before its token is read. Where no cookie counts, it is let through."""
    if request.method in SAFE or request.endpoint is None:
        return
    access = access_of(current_app.view_functions[request.endpoint])
    if access in (BY_KEY, BY_TOKEN):
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() not in own_origins():
        abort(400, "foreign origin")


def own_origins() -> tuple[str, str]:
    """Scheme, host and port of this request's own address and of the public one, as browsers write them: without the usual port."""
    settings = current_site().settings
    public = urlsplit(settings.origin.lower())
    host = public.netloc.removesuffix(USUAL_PORTS.get(public.scheme, "-"))
    return f"{request.scheme}://{request.host}".lower(), f"{public.scheme}://{host}"


def headers(app: Flask) -> dict[str, str]:
    """What every answer carries, whatever part of the site gives it."""
    all_headers = dict(HEADERS)
    if app.config["SESSION_COOKIE_SECURE"]:
        all_headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return all_headers


def add_headers(response: Response) -> Response:
    for name, value in headers(current_app).items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache" if current_user.is_anonymous else "no-store")
        response.headers.add("Vary", "Cookie, Accept-Language")
    return response


def local(path: str | None, fallback: str) -> str:
    """The path if it stays on a page of this site, else the fallback: a sign-in page never sends people elsewhere.

    Browsers take `%2e` for a dot, so a step up or an empty step is refused in both writings.
    """
    if not path or not path.startswith(("/fr/", "/en/")) or "\\" in path or any(ord(sign) < 33 or ord(sign) == 127 for sign in path):
        return fallback
    steps = re.split("[?#]", path, maxsplit=1)[0].lower().replace("%2e", ".").split("/")[1:]
    return fallback if any(step in (".", "..") for step in steps) or "" in steps[:-1] else path
