"""The store as a WSGI application: from a request to a Call and back, with version, guard, handler, errors and CORS.

It stands beside the site's Flask application, not inside it: no session, form, role or page limit is looked at before or after it.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, Protocol

from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from lrs.errors import LimitPassed, StoreBusy, StoreError
from lrs.keys.access_keys import AccessKey
from lrs.reading.consistency import consistent_through
from lrs.reading.formats import languages_of
from lrs.storage.group_commit import explain
from lrs.storage.metrics import Metrics
from lrs.storage.store import Store
from lrs.web import about, documents, statement_queries, statements, versions, xapi_profile
from lrs.web.access_control import Guard
from lrs.web.call import Answer, Call
from lrs.web.errors import BadRequest, BodyTooSlow, MethodUnknown, NotFound, body_of, headers_of, status_of
from xapi.errors import XapiError

log = logging.getLogger(__name__)
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
_WITH_BODY = ("PUT", "POST")
Handler = Callable[[Call, Store], Answer]
Handlers = Mapping[str, Mapping[str, Handler]]
_EXPOSED = "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through, Retry-After, Content-Length"
_ALLOWED = "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match, Accept-Language"

HANDLERS: dict[str, dict[str, Handler]] = {
    "statements": {"GET": statement_queries.get, "PUT": statements.put, "POST": statements.post},
    "about": {"GET": about.about},
    "activities": {"GET": about.get_activity},
    "agents": {"GET": about.get_agent},
    "profile": {"GET": xapi_profile.get},
}
for _path, _resource in (
    ("activities/state", documents.STATE),
    ("activities/profile", documents.ACTIVITY),
    ("agents/profile", documents.AGENT),
):
    HANDLERS[_path] = {
        "GET": partial(documents.get, _resource),
        "PUT": partial(documents.put, _resource),
        "POST": partial(documents.post, _resource),
        "DELETE": partial(documents.delete, _resource),
    }
UNSAID = "0.9"
"""What a request without a version header is by 1.0.3 part 3, 3.3; it is refused, and this is said to clients of 1.0.3 and 2.0 alike."""
OPEN = ("about", "profile")
"""Resources that need no access key."""


REFUSED_BODY = "lms.refused_status"
"""Key of the environ by which a server that reads bodies before us says that it did not take this one: a status, 413, 408 or 503."""


class Admitting(Protocol):
    """Says whose call it is."""

    def admit(self, call: Call) -> AccessKey:
        """Raises KeyUnknown, KeyExpired, TooFast."""


class StoreApplication:
    """Answers the store's resources below the path it is mounted at.

    origins: web origins allowed to call from a page (CORS). headers: sent with every answer that does not say otherwise.
    guard, handlers: who is let in and to what, for a program that may do less than the holder of an access key.
    """

    def __init__(
        self,
        store: Store,
        *,
        origins: Collection[str] = (),
        metrics: Metrics | None = None,
        headers: Mapping[str, str] | None = None,
        guard: Admitting | None = None,
        handlers: Handlers | None = None,
    ) -> None:
        self._store, self._origins, self._metrics = store, frozenset(origins), metrics or Metrics()
        self._headers = {"X-Content-Type-Options": "nosniff", **(headers or {})}
        self._guard = guard or Guard(store)
        self._handlers = handlers or HANDLERS

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        resource = str(environ.get("PATH_INFO", "")).encode("latin-1").decode("utf-8", "replace").lstrip("/")
        return self._answer(request, resource)(environ, start_response)

    def _answer(self, request: Request, resource: str) -> Response:
        start = time.perf_counter()
        version, through = UNSAID, ""
        try:
            if request.method == "OPTIONS":
                answer = Answer(204)
            else:
                through = consistent_through(self._store)
                call = self._read(request, resource)
                version = call.version
                answer = self._handle(call)
        except (StoreError, XapiError) as error:
            answer = Answer.json(body_of(error, _language(request)), status_of(error), headers_of(error))
        except Exception as unforeseen:
            answer = _unforeseen(unforeseen, _language(request))
        answer.headers.setdefault("X-Experience-API-Version", version)
        if through:
            answer.headers["X-Experience-API-Consistent-Through"] = through
        method = request.method if request.method in METHODS else "other"
        self._metrics.note(method, resource.strip("/"), answer.status, time.perf_counter() - start)
        return self._response(request, answer)

    def _read(self, request: Request, resource: str) -> Call:
        """The request as a Call. Its key is looked at before any of its body is read, but for the start of a form that carries the key."""
        _check_length(request, self._store.limits.body)
        _check_taken(request, self._store.limits.body)
        headers = _headers_of(request.environ)
        method = "GET" if request.method == "HEAD" else request.method
        params = versions.params_of(request.query_string)
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise BadRequest("content_encoding", "send the body as it is, without Content-Encoding")
        call = Call(method, resource.strip("/"), params, headers, b"")
        if method == "GET" or "method" in params:
            call.endpoint = (request.script_root + request.path)[: -len(resource) or None].rstrip("/")
        if versions.is_folded(call):
            call = self._unfold(request, call)
            call.version = versions.choose(call)
            versions.refuse_folded(call)
        else:
            call.version = versions.choose(call)
            versions.refuse_folded(call)
            self._admit(call)
            call.body = self._body(request) if call.method in _WITH_BODY and call.resource not in OPEN else b""
        return call

    def _admit(self, call: Call) -> None:
        """Raises NotFound, KeyUnknown, KeyExpired, TooFast, MethodUnknown."""
        if call.resource not in self._handlers:
            raise NotFound(f"the store has no resource {call.resource!r}")
        if call.resource not in OPEN:
            call.key = self._guard.admit(call)
        if call.method not in self._handlers[call.resource]:
            raise MethodUnknown(call.resource, self._handlers[call.resource], call.method)

    def _unfold(self, request: Request, call: Call) -> Call:
        """The request inside a form, once its key is known: in the header, or in a field near the start of the form."""
        versions.check_folded(call)
        if call.resource not in self._handlers:
            raise NotFound(f"the store has no resource {call.resource!r}")
        start, key = b"", None
        if call.resource not in OPEN:
            if not call.headers.get("authorization"):
                start = _start_of(request, versions.FORM_START)
                call.headers["authorization"] = versions.authorization_in(start)
            key = self._guard.admit(call)
        inner_call = versions.unfold(call, start + self._body(request))
        inner_call.key = key
        return inner_call

    def _body(self, request: Request) -> bytes:
        try:
            body = request.get_data(cache=False)
        except RequestEntityTooLarge as error:
            raise LimitPassed("body", self._store.limits.body, is_size=True) from error
        except ClientDisconnected as error:
            raise BadRequest("body_cut_short", "the body is shorter than its Content-Length says") from error
        if len(body) > self._store.limits.body:
            raise LimitPassed("body", self._store.limits.body, is_size=True)
        return body

    def _handle(self, call: Call) -> Answer:
        methods = self._handlers[call.resource]
        if call.method not in methods:
            raise MethodUnknown(call.resource, methods, call.method)
        return methods[call.method](call, self._store)

    def _response(self, request: Request, answer: Answer) -> Response:
        response = Response(answer.body, answer.status, self._headers | answer.headers)
        origin = request.environ.get("HTTP_ORIGIN")
        if self._origins:
            response.vary.add(
                "Origin"
            )  # also without one: a cache must not give this answer to a page of a listed origin, nor the other way
        if origin in self._origins and origin is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = ", ".join(METHODS)
                response.headers["Access-Control-Allow-Headers"] = _ALLOWED
                response.headers["Access-Control-Max-Age"] = "600"
        return response


def _headers_of(environ: Mapping[str, Any]) -> dict[str, str]:
    """Names in lower case, with hyphens, as a Call has them; Werkzeug's own reader takes three times as long."""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers |= {name.replace("_", "-").lower(): environ[name] for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(name)}
    return headers


def _start_of(request: Request, most: int) -> bytes:
    """The first bytes of the body, at most `most`; the rest stays unread."""
    pieces, remaining = [], most
    try:
        while remaining > 0 and (piece := request.stream.read(remaining)):
            pieces.append(piece)
            remaining -= len(piece)
    except RequestEntityTooLarge:
        pass  # the body is longer than allowed: what was read is enough to look for the key, and the rest is refused when it is read
    return b"".join(pieces)


def _language(request: Request) -> str:
    """The reader's language for messages: French when it is asked for before English, else English."""
    tags = (tag[:2].lower() for tag in languages_of(request.headers.get("Accept-Language", "")))
    return next((tag for tag in tags if tag in ("en", "fr")), "en")


def _check_length(request: Request, largest: int) -> None:
    """Raises LimitPassed before anything is read."""
    if (request.content_length or 0) > largest:
        raise LimitPassed("body", largest, is_size=True)
    request.max_content_length = largest + 1  # a body in chunks is cut there in silence; one byte too many tells


def _check_taken(request: Request, largest: int) -> None:
    """Raises LimitPassed, BodyTooSlow or StoreBusy when the server in front of us says why it did not take the body."""
    status = request.environ.get(REFUSED_BODY)
    if status is None:
        return
    if status == 413:
        raise LimitPassed("body", largest, is_size=True)
    raise BodyTooSlow("the body did not arrive in time; send it again") if status == 408 else StoreBusy()


def _unforeseen(unforeseen: Exception, language: str) -> Answer:
    """A database that is full or away is said; anything else is logged without its data and answered with 500."""
    error = explain(unforeseen)
    if not isinstance(error, StoreError):
        log.error("xapi request failed: %s", type(unforeseen).__name__, exc_info=unforeseen)
        return Answer.json(body_of(unforeseen, language), 500)
    return Answer.json(body_of(error, language), status_of(error), headers_of(error))
