"""Is the site working: a page for people, without sign-in, that answers when the worker is gone or the database takes nothing."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.health.effects import CLOSED, LATE, WORKS
from lms.home.routes import pages
from lms.safety.routes import country
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings
from lms.web.site.site_health import health


@pages.plain("/status", access=ANYONE)
def status_in_any_language() -> ResponseReturnValue:
    response = redirect(url_for("home.status", lang=locales.current()))
    response.headers["Vary"] = "Accept-Language"
    return response


@pages.page("/etat-du-site", "/status", access=ANYONE)
def status() -> ResponseReturnValue:
    """200 in every state, since the page itself works: programs ask /healthz."""
    seen = health()
    page = render_template(
        "home/status.html",
        state=seen.spell.state,
        answer=answers()[seen.spell.state],
        since=seen.spell.since,
        meanings=[meanings()[effect] for effect in seen.effects],
        seen_at=seen.told.taken_at,
        numbers=country(),
        has_words=content.catalogue().game is not None,
        contact=settings().contact,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def answers() -> dict[str, str]:
    """The page's first sentence, by state."""
    return {
        WORKS: _("Yes, the site works."),
        LATE: _("Yes, the site works, but not all of it."),
        CLOSED: _("Not entirely: nothing new can be kept just now, and some pages may not open."),
    }


def meanings() -> dict[str, str]:
    """What each effect means for a person who learns."""
    return {
        "keeping": _("An answer, a test or a day of the game that you send now is not kept, and the page says so. Send it again later."),
        "slow": _("Pages may take longer to open."),
        "messages": _("Messages by e-mail, as a reminder or a new passphrase, may come late."),
        "figures": _("The figures that educators see may be late. Your answers are kept."),
        "search": _("The search does not answer. The courses and the list of all symptoms open as usual."),
        "texts": _("A text that was changed just now may still be shown as it was before."),
    }
