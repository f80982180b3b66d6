"""The one-time address, opened by the platform inside its own page or in a window: what will happen, one button, what happened.

No cookie counts here. Nothing is asked or written before the button is pressed: programs that look at addresses use up none.
"""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from lms import logs
from lms.errors import RegistrationRefused
from lms.lti import framing
from lms.lti.launch_token import SCORE
from lms.lti.registration import asking, configuration, registrations
from lms.lti.registration.failures import FAILURES
from lms.lti.registration.pages import pages
from lms.lti_platforms import origin_of
from lms.platforms import known
from lms.platforms.models import PlatformRegistration
from lms.web.current_site import current_site
from lms.web.database.extensions import csrf, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, BY_TOKEN
from lms.web.site.layout import settings

LONGEST_TOKEN = 8000
ADDRESS = "/lti/register/<token>"


@pages.plain("/lti/logo.png", access=ANYONE)
def logo() -> Response:
    """The picture of this site for platforms, which show it in their own pages."""
    headers = {"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(current_site().assets["icon-192.png"].body, mimetype="image/png", headers=headers)


@pages.plain(ADDRESS, access=BY_TOKEN)
def begin(token: str) -> ResponseReturnValue:
    """What will happen, before anything does."""
    try:
        row = registrations.of_token(reading_session(), token, now())
        address = _address()
    except RegistrationRefused as error:
        return _failed(error.reason)
    page = render_template(
        "lti/registration/begin.html",
        name=_name(row),
        host=origin_of(address),
        address=address,
        registration_token=_registration_token(),
        token=token,
    )
    return _framed(page)


@pages.plain(ADDRESS, access=BY_TOKEN, methods=("POST",))
@csrf.exempt
def register(token: str) -> ResponseReturnValue:
    """Ask the platform who it is, register, and put down what it said: it waits from then on."""
    at, row_id = now(), 0
    try:
        address = _address()
        row = submit(lambda work: registrations.use(work, token, at))
        row_id = row.id
        _register(row, address)
    except RegistrationRefused as error:
        reason = error.reason
        if row_id:
            submit(lambda work: registrations.fail(work, row_id, reason))
        logs.event("platform_registration_refused", key=f"registered_{row_id}" if row_id else "", reason=reason)
        return _failed(reason)
    logs.event("platform_registered", key=known.key_of(row))
    return _framed(render_template("lti/registration/done.html", name=_name(row), host=origin_of(address)))


def _register(row: PlatformRegistration, address: str) -> None:
    """Raises RegistrationRefused."""
    may_loopback, origin = settings().lti_to_loopback, settings().origin
    platform = configuration.read(address, may_loopback=may_loopback)
    has_grades = row.has_grades and SCORE in platform.scopes
    wish = asking.wanted(origin, has_grades=has_grades)
    answer = asking.register(platform, _registration_token(), wish, may_loopback=may_loopback)
    pair = (platform.issuer, answer.client_id)
    is_new = pair not in {(one.issuer, one.client_id) for one in settings().lti_platforms.values()}
    if not is_new or not submit(lambda work: registrations.fill_in(work, row.id, platform, answer)):
        raise RegistrationRefused("known")


def _address() -> str:
    """Where the platform says that its configuration stands. Raises RegistrationRefused (missing, address)."""
    address = request.values.get("openid_configuration", "")
    if not address or len(_registration_token()) > LONGEST_TOKEN or not _registration_token().isascii():
        raise RegistrationRefused("missing")
    return configuration.checked(address, may_loopback=settings().lti_to_loopback)


def _registration_token() -> str:
    token = request.values.get("registration_token", "")
    return token if token.isprintable() else "\xa0"  # which is no ASCII, and refused


def _name(row: PlatformRegistration) -> str:
    return row.name_fr if locales.current() == "fr" else row.name_en


def _failed(reason: str) -> ResponseReturnValue:
    failure = FAILURES[reason]
    return _framed(render_template("lti/registration/failed.html", failure=failure, reason=reason), failure.status)


def _framed(page: str, status: int = 200) -> Response:
    """Inside a page of the host that was named, or in a window that it opened and waits to hear from."""
    origin = origin_of(request.values.get("openid_configuration", ""))
    response = framing.framed_by(page, (origin,) if origin else ("'none'",), status)
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address holds the token
    return response
