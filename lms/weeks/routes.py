"""One moment of a week, the pause, the look back: pages that show a play and forms that take a turn."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.review.debrief_builder import look_back
from game.core.review.debrief_view import Debrief
from game.core.views.view import TurnView
from game.core.week import Week
from lms.accounts.presence import present
from lms.safety.game_words import book, rule
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site.layout import settings
from lms.weeks import form_commands, play_documents, presentation, turns
from lms.weeks.form_commands import FormUnclear, NothingChosen
from lms.weeks.models import Play
from lms.weeks.pages import pages
from lms.weeks.play_documents import Arrival
from lms.weeks.site_game import Table
from lms.weeks.turns import TurnGone


def table() -> Table:
    return Table(book(), rule(), settings().home_page)


def bring_over() -> None:
    """What this learner's windows played meanwhile stands in the rows from here on."""
    keep(play_documents.arrivals(reading_session(), table(), present()))


def keep(arrived: Sequence[Arrival]) -> None:
    if arrived:
        submit(play_documents.BringOver(arrived, present(), settings().home_page))


def own(play: UUID) -> Play:
    """The play of the address, if it is this learner's, as far as any of her devices took it. Raises NotFound."""
    found = turns.row(reading_session(), play)
    arrived = play_documents.arrival(reading_session(), table(), present(), play, found.touched_at if found else None)
    if arrived:
        keep(arrived)
        found = turns.row(reading_session(), play)
    return turns.hers(found, present())


def resumed(play: Play) -> Week | None:
    """The week as it was left; None when an older or damaged save cannot be opened any more."""
    try:
        return Week.resume(book(), rule(), play.saved)
    except SaveUnreadable:
        current_app.logger.warning("a saved week cannot be opened: play %s", play.uuid)
        return None


@pages.page("/jouer/<uuid:play>", "/play/<uuid:play>", access=ANYONE)
def show(play: UUID) -> ResponseReturnValue:
    return moment(own(play))


def moment(play: Play, missing: str = "", status: int = 200) -> ResponseReturnValue:
    """The page of this moment. missing: what the form lacked, said above it."""
    week = resumed(play)
    if week is None:
        return render_template("weeks/unreadable.html", play=play), 409
    view = week.view()
    if view.is_over:
        return redirect(url_for("weeks.debrief", play=play.uuid), code=303)
    part = "report" if view.report and request.args.get("write") == "report" and view.call is None else presentation.part(view)
    page = render_template(
        f"weeks/{part}.html",
        **shown(view, way_of(play), play.name),
        missing=missing,
    )
    return page, status


def way_of(play: Play) -> presentation.Way:
    here = url_for("weeks.show", play=play.uuid)
    return presentation.Way(
        action=url_for("weeks.do", play=play.uuid),
        turn=play.turn,
        pause=url_for("weeks.pause", play=play.uuid),
        report=url_for("weeks.show", play=play.uuid, write="report"),
        back=here,
    )


def shown(view: TurnView, way: presentation.Way, name: str) -> dict[str, Any]:
    """What every page of a moment draws with."""
    return {
        "view": view,
        "way": way,
        "name": name,
        "picture": presentation.picture(view),
        "groups": presentation.action_groups,
        "portrait": presentation.speaker,
        "sources": presentation.sources,
    }


@pages.page("/jouer/<uuid:play>/faire", "/play/<uuid:play>/do", access=ANYONE, methods=("POST",))
def do(play: UUID) -> ResponseReturnValue:
    """Take one turn. Whatever comes twice changes nothing the second time: it only shows where the week stands."""
    found = own(play)
    try:
        command = form_commands.read(request.form)
        turn = turns.take(table(), found, command, locales.current(), now())
        submit(turn)
    except NothingChosen as error:
        return moment(found, missing=error.what, status=422)
    except (TurnGone, NotNow):
        return redirect(url_for("weeks.show", play=play), code=303)
    except (FormUnclear, Unknown):
        abort(400)
    except SaveUnreadable:
        return render_template("weeks/unreadable.html", play=found), 409
    return redirect(url_for("weeks.show", play=play, _anchor="now"), code=303)


@pages.page("/jouer/<uuid:play>/pause", "/play/<uuid:play>/pause", access=ANYONE)
def pause(play: UUID) -> ResponseReturnValue:
    return render_template("weeks/pause.html", play=own(play), is_guest=present().is_guest)


@pages.page("/jouer/<uuid:play>/bilan", "/play/<uuid:play>/debrief", access=ANYONE)
def debrief(play: UUID) -> ResponseReturnValue:
    def page(found: Play, past: Debrief) -> str:
        return render_template(
            "weeks/debrief.html",
            play=found,
            past=past,
            answer=request.args.get("answer", "")[:60],
            following=presentation.following(found),
            module=presentation.module(past.module),
            sources=presentation.sources(past.sources),
            sources_of=presentation.sources,
        )

    return looked_back(play, page)


@pages.page("/jouer/<uuid:play>/conseil", "/play/<uuid:play>/tip", access=ANYONE)
def tip(play: UUID) -> ResponseReturnValue:
    """The week's one tip on a page to print, with its source and where to read on."""

    def page(found: Play, past: Debrief) -> str:
        sources = presentation.sources(past.tip_sources)
        return render_template("weeks/tip.html", play=found, past=past, module=presentation.module(past.module), sources=sources)

    return looked_back(play, page)


def looked_back(play: UUID, page: Callable[[Play, Debrief], str]) -> ResponseReturnValue:
    """A page about a week that is over; one that goes on is shown instead, and one that cannot be opened says so."""
    found = own(play)
    if not found.is_over:
        return redirect(url_for("weeks.show", play=play), code=303)
    week = resumed(found)
    if week is None:
        return render_template("weeks/unreadable.html", play=found), 409
    return page(found, look_back(week))


@pages.page("/preparer-ma-consultation", "/prepare-my-appointment", access=ANYONE)
def prepare() -> ResponseReturnValue:
    """A page to write three questions on and print. It has no form: nothing that is typed can leave it."""
    return render_template("weeks/prepare.html", lines=range(1, 4))
