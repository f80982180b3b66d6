"""The page of each way in which a launch is refused; inside the platform's page too."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import logs
from lms.errors import LaunchRefused
from lms.lti import framing
from lms.lti.failures import FAILURES
from lms.lti.pages import NO_STORE, pages
from lms.platforms import known
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE


def refused(error: LaunchRefused) -> ResponseReturnValue:
    """On to the page that says why."""
    logs.event("launch_refused", reason=f"{error.place or 'unknown'}/{error.reason}")
    return redirect(url_for("lti.failure", reason=error.reason, place=error.place or None), code=303)


@pages.page("/depuis-une-plateforme/<reason>", "/from-a-platform/<reason>", access=ANYONE)
def failure(reason: str) -> ResponseReturnValue:
    words, platform = FAILURES.get(reason), known.current().get(request.args.get("place", ""))
    if words is None:
        return redirect(url_for("home.home"), code=303)
    name = platform.names[locales.current()] if platform is not None else ""
    page = render_template("lti/failed.html", failure=words, reason=reason, name=name)
    return framing.framed(page, platform, words.status) if platform is not None else (page, words.status, NO_STORE)
