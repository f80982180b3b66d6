"""For those who run the site: is it well, and its figures. Neither says anything about a person."""

from ipaddress import ip_address

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from lms.health import gauges
from lms.web.current_site import current_site
from lms.web.database.extensions import db
from lms.web.routing.pages import ANYONE, BY_KEY, Pages
from lms.web.site.layout import settings
from lms.web.site.site_health import health
from lrs.errors import StoreError
from lrs.storage.metrics import store_text
from lrs.web.call import Call
from lrs.web.errors import body_of, headers_of, status_of

pages = Pages("operations", __name__)
SCOPE = "metrics"
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@pages.plain("/healthz", access=ANYONE)
def healthz() -> ResponseReturnValue:
    """200 with `ok` or `degraded`, 503 when the site cannot serve. Waits two seconds at most, whatever the database does."""
    site_state = health()
    reasons = [{"code": reason.code, "words": reason.words} for reason in site_state.reasons]
    answer = jsonify({"status": site_state.status, "reasons": reasons} if reasons else {"status": site_state.status})
    answer.headers["Cache-Control"] = "no-store"
    if site_state.status == "unavailable":
        answer.status_code = 503
        answer.headers["Retry-After"] = "5"
    return answer


@pages.plain("/metrics", access=BY_KEY)
def metrics() -> ResponseReturnValue:
    """Figures for Prometheus, for an access key with the scope `metrics` or `all`."""
    if not is_from_this_machine():
        try:
            current_site().metrics_guard.admit(
                Call("GET", "metrics", {}, {"authorization": request.headers.get("Authorization", "")}, b"")
            ).require(SCOPE)
        except StoreError as error:
            answer = jsonify(body_of(error, "en"))
            answer.status_code = status_of(error)
            answer.headers.update(headers_of(error))
            return answer
    site_state = health()
    words: str = gauges.text(site_state) + current_site().metrics.text()
    if site_state.status != "unavailable":
        words += store_text(db.session.connection())
    return Response(words, mimetype="text/plain; version=0.0.4", headers={"Cache-Control": "no-store"})


def is_from_this_machine() -> bool:
    """Whether the operator lets this machine in without a key, and the call comes from it and through no proxy.

    Behind a proxy on the same machine every call comes from loopback: so it must be asked for, never with a trusted proxy,
    and a call that bears any proxy's mark needs a key all the same.
    """
    if not settings().metrics_from_loopback or settings().trusted_proxies or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
