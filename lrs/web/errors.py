"""The one place where errors become HTTP answers of one JSON shape: {error, message, problems}."""

from collections.abc import Iterable
from typing import Any

from lrs import errors
from xapi.errors import StatementInvalid
from xapi.reasons import sentence


class BadRequest(errors.StoreError):
    """The request itself is not in order. code: a key that never changes."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class NotFound(errors.StoreError):
    """Nothing is kept under this name."""


class MethodUnknown(errors.StoreError):
    """The resource does not know this method. known: those that it does, told in the answer's Allow (RFC 9110, 15.5.6)."""

    def __init__(self, resource: str, known: Iterable[str], method: str) -> None:
        methods = [*known]
        self.allowed = [*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"]
        super().__init__(f"{resource} knows {', '.join(methods)}, not {method}")


class VersionUnknown(BadRequest):
    """The version header is missing or names a version the store does not speak."""


class BodyTooSlow(errors.StoreError):
    """The body did not arrive within the server's time."""

    permanent = False


MOST_PROBLEMS = 100
"""Of one statement, in one answer."""
STATUS: dict[type[Exception], int] = {
    BadRequest: 400,
    VersionUnknown: 400,
    StatementInvalid: 400,
    errors.DuplicateInBatch: 400,
    errors.VoidsVoiding: 400,
    errors.AttachmentBroken: 400,
    errors.SignatureBroken: 400,
    errors.DocumentUnmergeable: 400,
    errors.KeyUnknown: 401,
    errors.KeyExpired: 401,
    errors.ScopeMissing: 403,
    errors.ActorRefused: 403,
    errors.VoidingRefused: 403,
    errors.SessionRuleBroken: 403,
    errors.ContextRefused: 400,  # not 403: a device takes that as the end of its key, and one statement must not stop the others
    NotFound: 404,
    MethodUnknown: 405,
    BodyTooSlow: 408,
    errors.StatementConflict: 409,
    errors.DocumentConflict: 409,
    errors.DocumentChanged: 412,
    errors.LimitPassed: 413,
    errors.QuotaPassed: 413,
    errors.TooFast: 429,
    errors.DayQuotaPassed: 429,
    errors.StoreFull: 503,
    errors.StoreBusy: 503,
}


def status_of(error: Exception) -> int:
    """The HTTP status of an error; 500 for one nobody foresaw."""
    if isinstance(error, errors.LimitPassed) and not error.is_size:
        return 400
    return STATUS.get(type(error), 500)


def headers_of(error: Exception) -> dict[str, str]:
    if isinstance(error, errors.StoreFull | errors.StoreBusy | errors.TooFast | errors.DayQuotaPassed):
        return {"Retry-After": str(error.wait)}
    if isinstance(error, errors.KeyUnknown | errors.KeyExpired):
        return {"WWW-Authenticate": 'Basic realm="xAPI", charset="UTF-8"'}
    if isinstance(error, MethodUnknown):
        return {"Allow": ", ".join(error.allowed)}
    return {}


def body_of(error: Exception, language: str) -> dict[str, Any]:
    """error: a key that never changes; message: words for a person; problems: each with its JSON path and reason."""
    if status_of(error) == 500:
        return {"error": "internal", "message": "the store could not answer; the operator finds the cause in the log", "problems": []}
    name = error.code if isinstance(error, BadRequest | errors.SessionRuleBroken) else _name(type(error))
    body: dict[str, Any] = {"error": name, "message": str(error), "problems": []}
    if isinstance(error, StatementInvalid):
        body["message"] = sentence(error.problems[0], language)
        if error.index is not None:
            body["statement"] = error.index
        body["problems"] = [
            {"path": problem.path, "reason": problem.code, "message": sentence(problem, language)}
            for problem in error.problems[:MOST_PROBLEMS]
        ]
    if isinstance(error, errors.ActorRefused | errors.VoidingRefused | errors.ContextRefused | errors.SessionRuleBroken):
        body["problems"] = [{"path": error.path, "reason": name, "message": str(error)}]
    if isinstance(error, errors.ContextRefused):
        body["statement"] = error.index
    return body


def _name(kind: type[Exception]) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).lstrip("_")
