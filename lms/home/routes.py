"""The first page and the pages that are open to all."""

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.model.rules import SiteRule
from lms.web import locales
from lms.web.pages import ANYONE, Pages

pages = Pages("home", __name__)


def rule() -> SiteRule:
    value: SiteRule = current_app.extensions["rule"]
    return value


@pages.plain("/", access=ANYONE)
def root() -> ResponseReturnValue:
    response = redirect(url_for("home.home", lang=locales.current()))
    response.headers["Vary"] = "Accept-Language"
    return response


@pages.page("/", "/", access=ANYONE)
def home() -> ResponseReturnValue:
    return render_template("home/home.html")


@pages.page("/fievre", "/fever", access=ANYONE)
def fever() -> ResponseReturnValue:
    return render_template("home/fever.html", said=rule().values(locales.current()), rule=rule())
