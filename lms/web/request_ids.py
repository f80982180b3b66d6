"""An id for each request: in its log lines, in its answer's header, and on error pages, so that a person can quote it."""

import re
import time
from secrets import token_hex

from flask import Flask, Response, g, request

from lms import logs
from lms.settings import Settings

HEADER = "X-Request-ID"
VALID = re.compile(r"[0-9A-Fa-f-]{8,64}")
"""Hexadecimal, as nginx, Caddy and Envoy make them: a word somebody chose does not fit, and so reaches no log."""


def init(app: Flask, settings: Settings) -> None:
    """To be called before anything else that looks at requests: what refuses one is then told with its id too."""

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()
        g.request_id = asked() if settings.trusted_proxies else new()
        logs.REQUEST.set(g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[HEADER] = current()
        if settings.log_access:
            seconds = round(time.perf_counter() - g.get("begun", time.perf_counter()), 4)
            logs.event("answered", endpoint=request.endpoint or "none", method=request.method, status=response.status_code, seconds=seconds)
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        logs.REQUEST.set("")


def new() -> str:
    return token_hex(8)


def asked() -> str:
    """The proxy's id if it is one, else a new one."""
    given = request.headers.get(HEADER, "")
    return given if VALID.fullmatch(given) else new()


def current() -> str:
    """This request's id; one is made for a request that was refused before it had one."""
    if "request_id" not in g:
        g.request_id = new()
    value: str = g.request_id
    return value
