"""Turns errors into pages, or into JSON of one shape for programs. The learner's words stand apart from the log's."""

import logging

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from lms.accounts.wording import waiting
from lms.errors import NotFound, SigningKeyLost, TooManyTries
from lms.logs import told_error
from lms.web.guards import problems, request_ids
from lrs.errors import StoreBusy, StoreFull

log = logging.getLogger("lms")
WORDS_OF_PROBLEMS = {404: "not-here", 405: "method", 408: "too-slow", 409: "same-moment", 413: "too-large", 500: "fault", 503: "busy"}
"""Ends of a problem's type, of refusals that no view of the API gives."""


def init(app: Flask) -> None:
    app.register_error_handler(CSRFError, on_stale_form)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(NotFound, lambda error: answer(404))
    app.register_error_handler(TooManyTries, on_too_many_tries)
    app.register_error_handler(SigningKeyLost, on_lost_key)
    app.register_error_handler(OperationalError, on_busy)
    app.register_error_handler(IntegrityError, on_same_moment)
    app.register_error_handler(StoreBusy, on_busy)
    app.register_error_handler(StoreFull, on_busy)
    app.register_error_handler(Exception, on_surprise)


def on_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    response = answer(error.code)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]  # asked for by getattr above
    return response


def on_stale_form(error: CSRFError) -> ResponseReturnValue:
    return answer(400, "stale")


def on_too_many_tries(error: TooManyTries) -> ResponseReturnValue:
    response = answer(429, waiting(error.wait_s))
    response.headers["Retry-After"] = str(error.wait_s)
    return response


def on_lost_key(error: SigningKeyLost) -> ResponseReturnValue:
    """Only the operator can help: the log says what to do."""
    log.error("%s", error, extra={"event": "signing_key_lost", "fields": {"key": error.kid}})
    return answer(503, "key")


def on_busy(error: Exception) -> ResponseReturnValue:
    """The database is locked, full or away. The statement and its values stay out of the log."""
    fields = {"endpoint": request.endpoint, "reason": type(error).__name__}
    log.error("database: %s at %s", type(error).__name__, request.endpoint, extra={"event": "database_refused", "fields": fields})
    response = answer(503)
    response.headers["Retry-After"] = str(getattr(error, "wait", 5))
    return response


def on_same_moment(error: IntegrityError) -> ResponseReturnValue:
    """Two people kept the same at the same moment, and the database took one. The statement and its values stay out of the log."""
    log.warning("kept twice: %s at %s", type(error).__name__, request.endpoint)
    return answer(409)


def on_surprise(error: Exception) -> ResponseReturnValue:
    """A defect of ours. The log gets kind and place, never the message: it may carry what somebody typed."""
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    report = told_error(error)
    fields = {"endpoint": request.endpoint}
    place = report["frames"][-1] if report["frames"] else "unknown"
    log.error(
        "defect: %s at %s, %s", report["error"], request.endpoint, place, extra={"event": "defect", "fields": fields, "defect": report}
    )
    return answer(500)


def answer(status: int, reason: str = "") -> Response:
    title, words = text(status, reason)
    if problems.is_below(request.path):
        response = problems.problem(status, WORDS_OF_PROBLEMS.get(status, "refused"), title, words)
    elif request.path.startswith(("/api/", "/xapi", "/healthz", "/metrics")):
        response = jsonify({"error": {"status": status, "title": title, "what_to_do": words}})
    else:
        page = render_template("error.html", title=title, words=words, status=status, request_id=request_ids.current())
        response = Response(page, mimetype="text/html")
    response.status_code = status
    return response


def text(status: int, reason: str) -> tuple[str, str]:
    """Title and what to do, in the page's language."""
    if reason == "stale":
        return _("You were away a while"), _("Everything is kept. Go back to the page, reload it, and send it again.")
    if status == 429 and reason:
        return _("A short wait"), _("There were many tries here. Wait %(wait)s, then try again. Nothing is locked.", wait=reason)
    if reason == "key":
        return _("Badges cannot be made just now"), _("The paper and its code go on holding. Tell the person who runs this site.")
    texts = {
        400: (_("The site did not understand this request"), _("Go back to the page before, reload it, and try again.")),
        403: (_("This page is for other people"), _("Your account does not open it. Go back to the home page, or use another account.")),
        404: (_("This page is not here"), _("The address may have changed. The home page leads to everything.")),
        405: (_("This page is not opened that way"), _("Go back to the home page and follow the links.")),
        408: (_("This took too long to arrive"), _("Nothing was kept. Check your connection, then send it again.")),
        409: (_("Somebody kept the same just before"), _("Go back to the page before, reload it, and look at what is there now.")),
        413: (_("This is too much at once"), _("Send something shorter.")),
        429: (_("A short break"), _("There were many tries in a short time. Wait a minute, then try again.")),
        503: (_("The site is busy"), _("Your answers are kept. Wait a few seconds, then reload the page.")),
    }
    fallback = (_("Something went wrong on our side"), _("Your answers are kept. Try again in a few minutes."))
    return texts.get(status, fallback if status >= 500 else texts[400])
