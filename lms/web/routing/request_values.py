"""What the parts of this site keep for one request, or for one app context outside a request."""

from typing import Any

from flask import g
from flask.ctx import RequestContext
from flask.globals import request_ctx


def request_values() -> dict[str, Any]:
    """Flask's `g` as a plain dictionary. Raises RuntimeError without an app context.

    A page asks for its language up to 260 times and for its catalogue 60 times. Through the proxy each of them takes eight times as long,
    and that was a sixth of the list of courses (bench/README.md, *Web*).
    """
    values: dict[str, Any] = vars(g._get_current_object())
    return values


def request_context() -> RequestContext | None:
    """The context of this request itself, not its proxy; None outside a request."""
    try:
        context: RequestContext = request_ctx._get_current_object()  # type: ignore[attr-defined]  # the proxy has the type of what it stands for
    except RuntimeError:
        return None
    return context
