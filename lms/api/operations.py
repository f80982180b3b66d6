"""One address of the API and how a call passes: who calls, how often, with which right, then parameters, then the body, then the answer."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import msgspec
from flask import Response, request
from flask.typing import ResponseReturnValue

from lms.api import callers, paging, refusals
from lms.api.callers import Caller
from lms.api.errors import CallRefused
from lms.errors import NotFound
from lms.web.guards.problems import BELOW, problem
from lms.web.routing.pages import BY_KEY, Pages
from lms.web.routing.whole_numbers import whole_number
from lrs.errors import StoreError

LARGEST_BODY = 16 * 1024
NO_STORE = "private, no-cache"

pages = Pages("api", __name__)
"""Its views read keys and sessions by themselves; no form token is asked for, since a session changes nothing here."""


@dataclass(frozen=True)
class Operation:
    """path: below /api/v1, as Flask writes it. scope: what a key needs, empty where no key opens. body, answer: types of documents.

    may_session: whether a signed-in person may call it. is_paged: it takes limit and cursor. status: of an answer that is no refusal.
    """

    method: str
    path: str
    name: str
    summary: str
    tag: str
    scope: str = ""
    may_session: bool = True
    is_paged: bool = False
    body: type | None = None
    answer: Any = None
    status: int = 200
    refusals: tuple[int, ...] = ()

    @property
    def is_own(self) -> bool:
        return not self.scope


OPERATIONS: list[Operation] = []
"""All of them, in the order of their modules: the description is made from this list."""


@dataclass(frozen=True)
class ApiCall:
    """What a view needs of a call that passed. after, limit: of a list. body: of the operation's type; None without one."""

    caller: Caller
    after: int = 0
    limit: int = paging.USUAL
    body: Any = None


@dataclass(frozen=True)
class Made:
    """An answer with another status than usual, or with headers. raw: bytes of the document; empty for none."""

    raw: bytes
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


View = Callable[..., Any]


def serve(operation: Operation) -> Callable[[View], View]:
    """Serve a view at its address. It gets an ApiCall and the parts of the address, gives a document or Made, and may raise CallRefused."""

    def register(view: View) -> View:
        OPERATIONS.append(operation)

        @wraps(view)
        def answer_call(**values: Any) -> ResponseReturnValue:
            try:
                document = view(_read(operation), **values)
            except CallRefused as error:
                return refusal(error)
            except NotFound:
                return refusal(refusals.not_here())
            except StoreError as error:
                return refusal(refusals.of_store(error))
            return _answer(operation, document)

        pages.plain(f"{BELOW}{operation.path}", access=BY_KEY, methods=(operation.method,), name=operation.name)(answer_call)
        return view

    return register


def refusal(error: CallRefused) -> Response:
    return problem(error.status, error.word, error.title, error.detail, headers=error.headers, **error.more)


def _read(operation: Operation) -> ApiCall:
    """Raises CallRefused. Nothing of query or body is read before the caller is known."""
    if callers.is_by_key():
        caller = callers.of_key(operation.scope)
    else:
        caller = callers.of_session(is_own=operation.is_own)
        if not operation.may_session:
            raise refusals.keys_only()
    names = {"limit", "cursor"} if operation.is_paged else set()
    for name in request.args:
        if name not in names or len(request.args.getlist(name)) > 1:
            raise refusals.query(name)
    return ApiCall(caller, *_place(), body=_body(operation.body) if operation.body is not None else None)


def _place() -> tuple[int, int]:
    limit, cursor = whole_number(request.args.get("limit", str(paging.USUAL))), request.args.get("cursor")
    if limit is None or not 1 <= limit <= paging.MOST:
        raise refusals.query("limit")
    after = 0 if cursor is None else paging.number_in(cursor)
    if after is None:
        raise refusals.query("cursor")
    return after, limit


def _body(kind: type) -> Any:
    if request.mimetype != "application/json":
        raise refusals.body_kind()
    raw = request.get_data(cache=True)
    if len(raw) > LARGEST_BODY:
        raise refusals.too_large()
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        _words, _at, pointer = str(error).rpartition(" - at `")
        raise refusals.body_unfit(pointer.rstrip("`") if _at else "$") from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise refusals.body_unreadable() from error


def _answer(operation: Operation, document: Any) -> Response:
    made = document if isinstance(document, Made) else Made(msgspec.json.encode(document), operation.status)
    answer = Response(made.raw, made.status, dict(made.headers), mimetype="application/json" if made.raw else None)
    answer.headers["Cache-Control"] = NO_STORE
    answer.headers.add("Vary", "Authorization, Cookie, Accept-Language")
    if request.method == "GET":
        answer.set_etag(hashlib.sha256(made.raw).hexdigest()[:32])
        answer.make_conditional(request)
    return answer
