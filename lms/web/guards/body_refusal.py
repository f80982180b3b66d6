"""The page for a request whose body the front of the web process did not take: too large, too slow, no space (lms/asgi)."""

from flask import Flask, abort, request

from lms.asgi.environ import REFUSAL
from lms.web.current_site import site_of

STORE = "/xapi"


def init(app: Flask) -> None:
    """Before every other check: a body that is not here has no token, no form and no JSON."""

    @app.before_request
    def answer_refusal() -> None:
        status = request.environ.get(REFUSAL)
        if status is not None:
            abort(status)


def largest_body(app: Flask, path: str) -> int:
    """The most bytes a request to this path may bring."""
    if path == STORE or path.startswith(f"{STORE}/"):  # the front asks before either application is chosen
        return site_of(app).store.limits.body
    return int(app.config["MAX_CONTENT_LENGTH"])
