"""The first page and the pages that are open to all."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.model.content import Module
from courses.model.rules import SiteRule
from courses.text.safe_html import render_screen
from lms.accessibility_audit import CRITERIA
from lms.home import declaration
from lms.learning import course_test, own_dates
from lms.learning.pages import resolve, standings
from lms.learning.standing import CourseStanding
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, Pages
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content
from lms.web.site.layout import rule_is_chosen, settings

pages = Pages("home", __name__)
SOURCES_A_PAGE = 20
"""So many weigh less than 5 kB, packed."""
FEVER = ("patient-essentials", "fever")
COMMON = (
    "vomiting",
    "mouth",
    "diarrhoea",
    "constipation",
    "tiredness",
    "pain",
    "bleeding",
    "breathing",
    "skin",
    "tingling",
    "appetite",
    "spirits",
)
"""Symptom pages that the home page names; the others are one press further, in the index."""
AUDIENCES = ("patient", "caregiver", "pharmacist", "gp")


def rule() -> SiteRule:
    return content.catalogue().rule


def game_shows_alerts() -> bool:
    """Whether this instance may show the signs and when to call; a real one waits for their review."""
    game = content.catalogue().game
    return game is not None and game.shows_alerts


@pages.plain("/", access=ANYONE)
def root() -> ResponseReturnValue:
    response = redirect(url_for("home.home", lang=locales.current()))
    response.headers["Vary"] = "Accept-Language"
    return response


@pages.page("/", "/", access=ANYONE)
def home() -> ResponseReturnValue:
    role = current_user.role if current_user.is_authenticated else ""
    rows = sorted(standings(), key=lambda row: (row.course.audience != role, AUDIENCES.index(row.course.audience)))
    dates = own_dates.of_present(rows) if current_user.is_authenticated else []
    game = content.catalogue().game
    return render_template(
        "home/home.html",
        rows=rows,
        mine=own_dates.next_row(rows, dates) if current_user.is_authenticated else None,
        next_date=own_dates.next_of(dates),
        test_row=test_to_take(rows),
        has_sheet=game_shows_alerts(),
        has_game=bool(game and game.campaigns),
        symptoms=[symptom for symptom in content.catalogue().symptoms.symptoms if symptom.key in COMMON],
        accessibility_state=declared().state,
    )


def declared() -> declaration.Declaration:
    """The declaration of accessibility of today. French law asks its state of the home page (loi 2005-102, article 47)."""
    return declaration.make(declaration.results(), settings().accessibility_audit, now().date())


def test_to_take(rows: Sequence[CourseStanding]) -> CourseStanding | None:
    """The course whose modules a professional has all finished and whose test she may start or go on with; None else."""
    for row in rows:
        test = course_test.test_of(row) if row.is_registered and row.next is None else None
        if test is not None and (test.can_start or test.final.state == "open"):
            return row
    return None


@pages.page("/fievre", "/fever", access=ANYONE)
def fever() -> ResponseReturnValue:
    """What to do for a fever: the rule, the numbers to call, then the first screen of the fever module. No footnote in it."""
    one_module = fever_module()
    html = ""
    if one_module is not None:
        html = render_screen(one_module.screens[0], locales.current(), resolve=resolve)
    return render_template(
        "home/fever.html",
        said=rule().values(locales.current()),
        rule=rule(),
        module=one_module,
        html=html,
        is_chosen=rule_is_chosen(),
        has_sheet=game_shows_alerts(),
    )


def fever_module() -> Module | None:
    """None when this instance may not show the module yet: then the site rule's own words stand alone."""
    course = content.catalogue().courses.get(FEVER[0])
    return content.module(*FEVER) if course and FEVER[1] in course.modules else None


@pages.page("/sources", "/sources", access=ANYONE)
def sources() -> ResponseReturnValue:
    if not content.catalogue().references:
        abort(404)
    references = content.catalogue().references
    one_module = module_named(request.args.get("module", ""))
    symptoms = content.catalogue().symptoms.symptoms
    symptom = next((one for one in symptoms if one.key == request.args.get("sign")), None) if one_module is None else None
    keys = one_module.references if one_module is not None else symptom.references if symptom is not None else ()
    own = [references[key] for key in keys if key in references]
    count = 1 if own else -(-len(references) // SOURCES_A_PAGE)
    number = min(max(whole_number(request.args.get("page")) or 1, 1), count)
    first = (number - 1) * SOURCES_A_PAGE
    return render_template(
        "home/sources.html",
        references=own or list(references.values())[first : first + SOURCES_A_PAGE],
        number=number,
        count=count,
        module=one_module if keys else None,
        symptom=symptom if keys else None,
        rule=rule(),
        is_chosen=rule_is_chosen(),
    )


def module_named(key: str) -> Module | None:
    """A module of this site by its key; None when nothing has that name."""
    course = next((course for course in content.catalogue().courses.values() if key in course.modules), None)
    return None if course is None else content.module(course.key, key)


@pages.page("/accessibilite", "/accessibility", access=ANYONE)
def accessibility() -> ResponseReturnValue:
    made = declared()
    return render_template("home/accessibility.html", contact=settings().contact, made=made, criteria=len(CRITERIA))


@pages.page("/aide", "/help", access=ANYONE)
def help_page() -> ResponseReturnValue:
    return render_template("home/help.html", contact=settings().contact)


@pages.page("/qui-sommes-nous", "/about", access=ANYONE)
def about() -> ResponseReturnValue:
    return render_template("home/about.html", contact=settings().contact)
