"""The public page: anybody with a code reads what is printed and whether it still holds. No login, no script, in no search engine."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from lms.accounts import throttle
from lms.credentials import codes, lookup, printed, validity
from lms.credentials.pages import obsolete_before, pages
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site.layout import settings

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}


@pages.plain("/verify", access=ANYONE)
def verify_in_any_language() -> ResponseReturnValue:
    return _private(redirect(url_for("credentials.verify", code=_typed() or None)))


@pages.plain("/verify/<code>", access=ANYONE, name="verify_code_in_any_language")
def verify_code_in_any_language(code: str) -> ResponseReturnValue:
    """The short address that is printed: on to the page in the reader's language, whatever the code."""
    return _private(redirect(url_for("credentials.verify_code", code=code)))


@pages.page("/verifier", "/verify", access=ANYONE)
def verify() -> ResponseReturnValue:
    """A field for a code typed by hand."""
    typed = _typed()
    if typed:
        return _private(redirect(url_for("credentials.verify_code", code=typed)))
    return _private(Response(render_template("credentials/verify.html")))


@pages.page("/verifier/<code>", "/verify/<code>", access=ANYONE)
def verify_code(code: str) -> ResponseReturnValue:
    """Raises TooManyTries when codes that nobody bears were asked for too often from this address."""
    counters = throttle.of_verifying()
    throttle.check(counters)
    finding = lookup.find(reading_session(), code, now(), obsolete_before)
    if finding.was_guessed:
        throttle.reserve(counters)
    page = render_template(
        "credentials/verified.html",
        finding=finding,
        code=codes.grouped(finding.code),
        paper=printed.printed(finding.row, locales.current(), settings()) if finding.row else None,
        today=validity.day_of(now()),
        last_day=validity.last_day(finding.row.expires_at) if finding.row and finding.row.expires_at else None,
        ended_on=validity.day_of(finding.ended_at) if finding.ended_at else None,
    )
    return _private(Response(page, status=404 if finding.answer in ("unknown", "mistyped") else 200))


def _typed() -> str:
    """The code of the form, cut to what one may be; slashes would leave the address."""
    return request.args.get("code", "")[: codes.LONGEST_TYPED].replace("/", "").strip()


def _private(response: BaseResponse) -> BaseResponse:
    response.headers.update(HEADERS)
    return response
