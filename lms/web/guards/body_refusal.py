"""The page for a request whose body the front of the web process did not take: too large, too slow, no space (lms/asgi)."""

from flask import Flask, abort, request

from lms.asgi.environ import REFUSAL
from lms.web.current_site import site_of

STORE = "/xapi"
SESSIONS, LARGEST_OF_SESSION = "/cmi5/", 1024 * 1024
"""Below it stands what a launched package reaches (lms/cmi5/session_application.py), and the most it may send at once."""
LARGEST_PACKAGE = 64_000_000
"""Bytes of a package of another publisher."""
PACKAGES = ("/fr/rediger/paquets", "/en/writing/packages")
LARGEST_BANK = 900_000
"""Bytes of a file of questions: a text bank of some 500, and under what the front server of deploy/nginx.conf lets pass."""
BANKS = ("/fr/rediger/importer", "/en/writing/import", "/fr/rediger/partager", "/en/writing/share")
"""Where such a file is sent, and what was taken of it once more."""


def init(app: Flask) -> None:
    """Before every other check: a body that is not here has no token, no form and no JSON."""

    @app.before_request
    def answer_refusal() -> None:
        status = request.environ.get(REFUSAL)
        request.max_content_length = request.max_form_memory_size = largest_body(app, request.path)
        if status is not None:
            abort(status)


def largest_body(app: Flask, path: str) -> int:
    """The most bytes a request to this path may bring."""
    if path == STORE or path.startswith(f"{STORE}/"):  # the front asks before either application is chosen
        return site_of(app).store.limits.body
    if path.startswith(SESSIONS):
        return LARGEST_OF_SESSION
    if path in PACKAGES:
        return LARGEST_PACKAGE + 64 * 1024
    if path in BANKS or path.rpartition("/")[0] in BANKS:
        return LARGEST_BANK + 64 * 1024  # the fields beside it
    return int(app.config["MAX_CONTENT_LENGTH"])
