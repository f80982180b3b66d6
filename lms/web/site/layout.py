"""What the frame of every page needs: the other language's address, the display choice, who is here, the draft line."""

from typing import Any

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.routing import BuildError

from lms.settings import Settings
from lms.web.current_site import current_site
from lms.web.guards.security import local
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, EDUCATOR, Pages
from lms.web.site import content, shipped_notice, site_health

THEMES = ("auto", "light", "dark", "contrast")
YEAR = 365 * 24 * 3600

pages = Pages("layout", __name__)


def settings() -> Settings:
    """The site's settings, inside a request or an app context."""
    return current_site().settings


def rule_is_chosen() -> bool:
    """Whether a temperature may be shown: a real site's clinicians choose its rule first."""
    return settings().is_demo or bool(settings().site_rule)


def init(app: Flask) -> None:
    app.register_blueprint(pages)
    app.context_processor(frame)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def frame() -> dict[str, Any]:
    chosen, views = request.cookies.get("theme", "auto"), current_app.view_functions
    return {
        "lang": locales.current(),
        "other_lang": locales.other(),
        "other_name": locales.NAMES[locales.other()],
        "other_url": other_address(),
        "theme": chosen if chosen in THEMES else "auto",
        "themes": THEMES,
        "here": request.full_path.rstrip("?") if request.method == "GET" else request.path,
        "settings": settings(),
        "nav_here": place_in_navigation()[0],
        "nav_is_page": place_in_navigation()[1],
        "has_page": lambda endpoint: endpoint in views,
        "who": current_user if current_user.is_authenticated else None,
        "pilot": content.catalogue().pilot,
        "content_trouble": content.snapshot().trouble if _is_staff() else None,
        "health_reasons": site_health.banner(),
        "shipped_urgent": shipped_notice.read(settings().own_content).get("urgent") if _is_staff() else None,
    }


NAVIGATION = {
    "home.home": "home",
    "learning.courses": "courses",
    "weeks.home": "play",
    "learning.progress": "learning",
    "finding.search": "search",
    "home.help_page": "help",
    "accounts.account": "account",
}
"""Entries of the navigation by the page each leads to."""
BELOW_MY_LEARNING = ("learning.reviews",)
"""Pages of the courses' blueprint that lie below my learning."""
BELOW = {"learning": "courses", "weeks": "play", "finding": "search", "preparing": "learning"}
"""Entries under which every other page of a blueprint lies."""


def place_in_navigation() -> tuple[str, bool]:
    """The navigation's entry for this page, "" for none, and whether the page is the entry's own."""
    endpoint = request.endpoint or ""
    if endpoint in NAVIGATION:
        return NAVIGATION[endpoint], True
    if endpoint in BELOW_MY_LEARNING:
        return "learning", False
    return BELOW.get(endpoint.partition(".")[0], ""), False


def _is_staff() -> bool:
    """Whether somebody is here who is told when the content cannot be renewed."""
    return current_user.is_authenticated and current_user.role in (EDUCATOR.roles or ())


def other_address() -> str:
    """The same page in the other language; the home page when there is none."""
    lang = locales.other()
    try:
        if request.endpoint and current_app.url_map.is_endpoint_expecting(request.endpoint, "lang"):
            own = request.view_args or {}
            query = {name: value for name, value in request.args.items() if name not in own and not name.startswith("_")}
            return url_for(request.endpoint, **{**query, **own, "lang": lang})
    except BuildError:
        return url_for("home.home", lang=lang)
    return url_for("home.home", lang=lang)


@pages.page("/affichage", "/display", access=ANYONE, methods=("POST",))
def display() -> ResponseReturnValue:
    """Keep the display choice in a cookie, so that the server writes it into the page and nothing flashes."""
    theme = request.form.get("theme", "")
    if theme not in THEMES:
        abort(400)
    response = redirect(local(request.form.get("next"), url_for("home.home")), code=303)
    if theme == "auto":
        response.delete_cookie("theme")
    else:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=settings().is_https, httponly=True)
    return response
