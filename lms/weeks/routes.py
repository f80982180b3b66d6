"""One moment of a week, the pause, the look back: pages that show a play and forms that take a turn."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.review.debrief_builder import look_back
from game.core.review.debrief_view import Debrief
from game.core.views.view import TurnView
from lms.accounts.presence import present
from lms.safety.game_words import book, rule
from lms.spaced_review import cards
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site.layout import settings
from lms.weeks import beside_pages, form_commands, play_index, presentation, review_offer, screen_pages, turns
from lms.weeks.form_commands import FormUnclear, NothingChosen
from lms.weeks.pages import pages
from lms.weeks.play_documents import StoredPlay
from lms.weeks.site_game import SiteGame
from lms.weeks.turns import Teller, TurnGone
from lms.weeks.week_opening import open_week
from lrs.writing.documents import DocumentQuota


def site_game() -> SiteGame:
    """What this site's plays are played with; a learner's pages may keep as much as her devices."""
    limits = current_site().store.limits
    return SiteGame(book(), rule(), settings().home_page, DocumentQuota(limits.document, limits.documents, limits.documents_size))


def teller() -> Teller:
    return Teller(present(), locales.current(), now())


def refresh_index() -> None:
    """The rows of this learner's plays follow what her devices wrote."""
    refresh = play_index.refresh(reading_session(), site_game(), present())
    if refresh:
        submit(refresh)


def own_play(play: UUID) -> StoredPlay:
    """The play of the address, if it is this learner's, as far as any of her devices took it. Raises NotFound, SaveUnreadable."""
    return turns.find(reading_session(), settings().home_page, present(), play)


@pages.errorhandler(SaveUnreadable)
def say_unreadable(error: SaveUnreadable) -> ResponseReturnValue:
    """An older, newer or damaged save cannot be opened; it stays where it is."""
    current_app.logger.warning("a saved week cannot be opened: play %s", (request.view_args or {}).get("play", "of a week before"))
    return render_template("weeks/unreadable.html"), 409


@pages.page("/jouer/<uuid:play>", "/play/<uuid:play>", access=ANYONE)
def show(play: UUID) -> ResponseReturnValue:
    return moment(own_play(play))


def moment(play: StoredPlay, missing: str = "", status: int = 200) -> ResponseReturnValue:
    """The page of this moment. missing: what the form lacked, said above it. Raises SaveUnreadable."""
    view = open_week(site_game(), play).view
    if view.is_over:
        return redirect(url_for("weeks.debrief", play=play.uuid), code=303)
    asked_for = "report" if missing == "answer" else ""
    return moment_page(view, form_targets_of(play), asked_for, missing=missing), status


def moment_page(view: TurnView, targets: presentation.FormTargets, asked_for: str = "", **values: Any) -> str:
    """The page of a moment, drawn from its screen. asked_for: see `screen_of`; else what the address says."""
    asked_for = asked_for or request.args.get("read") or request.args.get("write") or ""
    screen = screen_pages.screen_of(view, has_papers=bool(targets.report), asked_for=asked_for)
    return render_template("weeks/screen.html", screen=screen, targets=targets, page_of=screen_pages.page_of, **values)


def form_targets_of(play: StoredPlay) -> presentation.FormTargets:
    here = url_for("weeks.show", play=play.uuid)
    return presentation.FormTargets(
        action=url_for("weeks.do", play=play.uuid),
        turn=play.turn,
        pause=url_for("weeks.pause", play=play.uuid),
        report=url_for("weeks.show", play=play.uuid, write="report"),
        card=url_for("weeks.show", play=play.uuid, read="card"),
        back=here,
    )


@pages.page("/jouer/<uuid:play>/faire", "/play/<uuid:play>/do", access=ANYONE, methods=("POST",))
def do(play: UUID) -> ResponseReturnValue:
    """Take one turn. Whatever comes twice changes nothing the second time: it only shows where the week stands."""
    stored = own_play(play)
    try:
        submit(turns.take(site_game(), teller(), stored, form_commands.read(request.form)))
    except NothingChosen as error:
        return moment(stored, missing=error.what, status=422)
    except (TurnGone, NotNow):
        return redirect(url_for("weeks.show", play=play), code=303)
    except (FormUnclear, Unknown):
        abort(400)
    return redirect(url_for("weeks.show", play=play, _anchor="now"), code=303)


@pages.page("/jouer/<uuid:play>/pause", "/play/<uuid:play>/pause", access=ANYONE)
def pause(play: UUID) -> ResponseReturnValue:
    view = open_week(site_game(), own_play(play)).view
    return beside_pages.pause_page(view, url_for("weeks.show", play=play), is_guest=present().is_guest)


@pages.page("/jouer/<uuid:play>/a-revoir", "/play/<uuid:play>/look-again", access=ANYONE, methods=("POST",))
def review_cards(play: UUID) -> ResponseReturnValue:
    """Take the two cards. A second press changes nothing: a card that is there stays as it is."""
    stored = own_play(play)
    if not stored.is_over:
        return redirect(url_for("weeks.show", play=play), code=303)
    items = review_offer.offered_items(stored, look_back(open_week(site_game(), stored).week))
    who, at = present(), now()
    if items:
        submit(lambda work: cards.offer_to(work, who, items, at))
    return redirect(url_for("learning.reviews"), code=303)


@pages.page("/jouer/<uuid:play>/conseil", "/play/<uuid:play>/tip", access=ANYONE)
def tip(play: UUID) -> ResponseReturnValue:
    """The week's one tip on a page to print, with its source and where to read on."""

    def page(stored: StoredPlay, past: Debrief) -> str:
        sources = presentation.sources(past.tip_sources)
        return render_template("weeks/tip.html", play=stored, past=past, module=presentation.module(past.module), sources=sources)

    return show_past(play, page)


def show_past(play: UUID, page: Callable[[StoredPlay, Debrief], str]) -> ResponseReturnValue:
    """A page about a week that is over; one that still runs is shown where it stands."""
    stored = own_play(play)
    if not stored.is_over:
        return redirect(url_for("weeks.show", play=play), code=303)
    return page(stored, look_back(open_week(site_game(), stored).week))
