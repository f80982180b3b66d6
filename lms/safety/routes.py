"""The pages that are no game: a real problem, and "when I call". Open to everybody, told to nobody, kept nowhere but on the device."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from lms.safety import team_numbers
from lms.safety.game_words import book, rule, say
from lms.safety.pages import pages
from lms.safety.sheet import Sheet, pdf, sheet, signs
from lms.safety.team_numbers import NumberUnclear, TeamNumbers
from lms.web.database.instants import now
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings

__all__ = ["pages"]

PARTS = ("day", "night")


@dataclass(frozen=True)
class CountryNumbers:
    """Emergency numbers of the site's country, from content/_structure/rules.yml."""

    samu: str
    europe: str
    deaf: str
    distress: str


def country() -> CountryNumbers:
    numbers = rule().numbers
    return CountryNumbers(numbers["samu"], numbers["europe"], numbers["deaf"], numbers["distress"])


def site_numbers() -> TeamNumbers:
    return TeamNumbers(team_numbers.dial_form(settings().team_day, "day"), team_numbers.dial_form(settings().team_night, "night"))


@dataclass(frozen=True)
class CallNumbers:
    """What the call buttons of a page dial. numbers: the device's own, else the site's. is_kept: they are the device's."""

    numbers: TeamNumbers
    is_kept: bool
    site: CountryNumbers


def call_numbers() -> CallNumbers:
    own_numbers = team_numbers.from_cookie(request.cookies.get(team_numbers.COOKIE))
    return CallNumbers(own_numbers or site_numbers(), bool(own_numbers), country())


@pages.record_once
def offer_call_numbers(state: BlueprintSetupState) -> None:
    """The fever page, which another feature shows, asks for its call buttons by this name."""
    state.app.jinja_env.globals["call_numbers"] = call_numbers


@pages.page("/vrai-probleme", "/real-problem", access=ANYONE)
def real_problem() -> ResponseReturnValue:
    return show_numbers({}, {})


def show_numbers(values: dict[str, str], unclear: dict[str, str]) -> ResponseReturnValue:
    """The page with the device's own numbers, else the site's. typed, unclear: a form that came back, and why, by field."""
    calls = call_numbers()
    numbers = calls.numbers if calls.is_kept else TeamNumbers()
    page = render_template(
        "safety/real_problem.html",
        site=calls.site,
        numbers=calls.numbers,
        is_kept=calls.is_kept,
        typed_day=values.get("day", numbers.day),
        typed_night=values.get("night", numbers.night),
        unclear=unclear,
        until=until(),
        vital=signs(book().numbers.alerts, "vital", say) if book().shows_alerts else (),
    )
    return page, 422 if unclear else 200


@pages.page("/vrai-probleme/numeros", "/real-problem/numbers", access=ANYONE, methods=("POST",))
def keep_numbers() -> ResponseReturnValue:
    """Keep the typed numbers in a cookie of this device, sent to the real-problem and fever pages alone; nothing else keeps them."""
    forget = request.form.get("do") == "forget"
    values = {part: "" if forget else request.form.get(part, "").strip()[:40] for part in PARTS}
    clean, unclear = {}, {}
    for part in PARTS:
        try:
            clean[part] = team_numbers.dial_form(values[part], part)
        except NumberUnclear as error:
            unclear[part] = error.reason
    if unclear:
        return show_numbers(values, unclear)
    return set_numbers_cookie(TeamNumbers(**clean))


def set_numbers_cookie(numbers: TeamNumbers) -> Response:
    response = make_response(redirect(url_for("safety.real_problem"), code=303))
    for path in (url_for(page, lang=lang) for page in ("safety.real_problem", "home.fever") for lang in locales.LANGUAGES):
        where: dict[str, Any] = {"path": path, "samesite": "Strict", "secure": settings().is_https, "httponly": True}
        if numbers:
            response.set_cookie(team_numbers.COOKIE, numbers.as_cookie(), max_age=team_numbers.KEPT_SECONDS, **where)
        else:
            response.delete_cookie(team_numbers.COOKIE, **where)
    return response


def until() -> str:
    """The day before which the signs are to be looked at again: a copy on a phone shows them no longer than that."""
    expires = content.catalogue().symptoms.expires
    return expires.isoformat() if expires is not None else "9999-12-31"


@pages.page("/quand-j-appelle", "/when-i-call", access=ANYONE)
def when_i_call() -> ResponseReturnValue:
    if not book().shows_alerts:
        return render_template("safety/not_yet.html", title=say("sheet.title"))
    return render_template("safety/when_i_call.html", sheet=current_sheet(), until=until())


@pages.page("/quand-j-appelle.pdf", "/when-i-call.pdf", access=ANYONE)
def when_i_call_pdf() -> ResponseReturnValue:
    if not book().shows_alerts:
        abort(404)
    response = make_response(without_transaction(lambda: sheet_pdf(current_sheet())))
    response.mimetype = "application/pdf"
    name = "quand-j-appelle" if locales.current() == "fr" else "when-i-call"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def current_sheet() -> Sheet:
    return sheet(
        book(),
        locales.current(),
        site=settings().site_name or "Hors les murs",
        samu=rule().numbers["samu"],
        day=locales.day(now().date()),
        is_draft=settings().instance != "real",
    )


@lru_cache(maxsize=8)
def sheet_pdf(page: Sheet) -> bytes:
    """The PDF of a sheet, drawn once a day and language."""
    return pdf(page)
