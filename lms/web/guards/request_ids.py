"""An id for each request: in its log lines, in its answer's header, and on error pages, so that a person can quote it."""

import re
import time
from collections.abc import Iterable
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from lms import logs
from lms.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-ID"
ID, ENDPOINT = "hlm.request_id", "hlm.endpoint"
"""Names in the environment of a request."""
VALID = re.compile(r"[0-9A-Fa-f-]{8,64}")
"""Hexadecimal, as nginx, Caddy and Envoy make them: a word somebody chose does not fit, and so reaches no log."""


class RequestIds:
    """Wraps everything that answers, pages and store alike; put it outermost, so that each refusal bears an id too."""

    def __init__(self, app: "WSGIApplication", settings: Settings) -> None:
        self._app, self._settings = app, settings

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        began, id, statuses = time.perf_counter(), self._id_of(environ), []
        environ[ID] = id

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            statuses.append(status)
            return start_response(status, [*headers, (HEADER, id)], *error)

        logs.REQUEST.set(id)
        try:
            body = self._app(environ, start)
            if self._settings.log_access:
                self._note(environ, statuses, began)
            return body
        finally:
            logs.REQUEST.set("")

    def _id_of(self, environ: "WSGIEnvironment") -> str:
        """The proxy's id if a proxy is trusted and it is one, else a new one."""
        id_of_proxy = str(environ.get("HTTP_X_REQUEST_ID", ""))
        return id_of_proxy if self._settings.trusted_proxies and VALID.fullmatch(id_of_proxy) else new()

    def _note(self, environ: "WSGIEnvironment", statuses: list[str], start: float) -> None:
        status = int(statuses[-1][:3]) if statuses else 0
        seconds = round(time.perf_counter() - start, 4)
        endpoint = environ.get(ENDPOINT, "store" if environ.get("SCRIPT_NAME") else "none")
        logs.event("answered", endpoint=endpoint, method=environ["REQUEST_METHOD"], status=status, seconds=seconds)


def init(app: Flask) -> None:
    """Pages tell their endpoint to the access log: its name holds nothing of the address that was asked for."""

    @app.after_request
    def note_endpoint(response: Response) -> Response:
        request.environ[ENDPOINT] = request.endpoint or "none"
        return response


def new() -> str:
    return token_hex(8)


def current() -> str:
    """This request's id."""
    id: str = request.environ.setdefault(ID, new())
    return id
