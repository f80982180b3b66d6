"""The refusals of the API that several of its addresses give, in the language of the request."""

from flask_babel import gettext as _

from lms.api.errors import CallRefused
from lrs.errors import KeyExpired, StoreBusy, StoreError, StoreFull, TooFast

ASK_FOR_KEY = {"WWW-Authenticate": 'Basic realm="api", charset="UTF-8"'}


def of_store(error: StoreError) -> CallRefused:
    """What checking a key said, or the store that could not be asked."""
    if isinstance(error, TooFast):
        return too_fast(error.wait)
    if isinstance(error, StoreBusy | StoreFull):
        return busy(error.wait)
    if isinstance(error, KeyExpired):
        title = _("This access key has ended")
        return CallRefused(401, "key-expired", title, _("Ask an administrator of this site for another one."), ASK_FOR_KEY)
    return CallRefused(401, "key-unknown", _("An access key is needed"), _("Send its id and secret by HTTP Basic."), ASK_FOR_KEY)


def nobody() -> CallRefused:
    title = _("Nobody is known behind this call")
    return CallRefused(401, "nobody", title, _("Send an access key by HTTP Basic, or sign in on the site in this browser."), ASK_FOR_KEY)


def too_fast(wait_s: int) -> CallRefused:
    title, detail = _("Too many calls"), _("Wait as many seconds as Retry-After says.")
    return CallRefused(429, "too-fast", title, detail, {"Retry-After": str(wait_s)})


def busy(wait_s: int) -> CallRefused:
    title, detail = _("The site is busy"), _("Wait as many seconds as Retry-After says, then send the same again.")
    return CallRefused(503, "busy", title, detail, {"Retry-After": str(wait_s)})


def no_right(scope: str) -> CallRefused:
    return CallRefused(403, "no-right", _("This access key may not do that"), _("It lacks the right that `scope` names."), scope=scope)


def people_only() -> CallRefused:
    title = _("This is for a person who is signed in")
    return CallRefused(403, "people-only", title, _("No access key opens what a person reads of herself."))


def keys_only() -> CallRefused:
    title = _("This is for programs with an access key")
    return CallRefused(403, "keys-only", title, _("A signed-in person changes this on the pages of the site."))


def not_ready() -> CallRefused:
    title = _("The sign-in is not complete")
    return CallRefused(403, "sign-in-incomplete", title, _("Open the site in this browser, and answer what it asks."))


def not_here() -> CallRefused:
    return CallRefused(404, "not-here", _("Nothing is here"), _("It does not exist, or it is not for you."))


def query(name: str) -> CallRefused:
    """name: of what stands behind the question mark."""
    title = _("A parameter is not as described")
    return CallRefused(400, "parameter", title, _("`parameter` names it; the description says what it may be."), parameter=name)


def body_unreadable() -> CallRefused:
    return CallRefused(400, "body-unreadable", _("The body is no JSON"), _("Send one JSON object in UTF-8."))


def body_kind() -> CallRefused:
    return CallRefused(415, "body-kind", _("The body is no JSON"), _("Send it with Content-Type: application/json."))


def body_unfit(pointer: str) -> CallRefused:
    """pointer: where in the body."""
    title = _("The body is not as described")
    return CallRefused(422, "body-unfit", title, _("`pointer` says where."), pointer=pointer)


def too_large() -> CallRefused:
    return CallRefused(413, "too-large", _("The body is too large"), _("Send less."))
