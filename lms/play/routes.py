"""One moment of a week, the pause, the look back: pages that show a play and forms that take a turn."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from game.core.debrief import Debrief
from game.core.debriefing import look_back
from game.core.errors import NotNow, SaveUnreadable, Unknown
from game.core.view import TurnView
from game.core.week import Week
from lms.accounts.presence import present
from lms.play import carrying, commands, playing, showing
from lms.play.carrying import Arrival
from lms.play.commands import FormUnclear, NothingChosen
from lms.play.models import Play
from lms.play.pages import pages
from lms.play.playing import TurnGone
from lms.play.table import Table
from lms.play.words import book, rule
from lms.web import locales
from lms.web.extensions import db
from lms.web.instants import now
from lms.web.layout import settings
from lms.web.pages import ANYONE
from lms.web.writing import submit


def table() -> Table:
    return Table(book(), rule(), settings().home_page)


def bring_over() -> None:
    """What this learner's windows played meanwhile stands in the rows from here on."""
    keep(carrying.arrivals(db.session, table(), present()))  # type: ignore[arg-type]


def keep(arrived: Sequence[Arrival]) -> None:
    if arrived:
        submit(carrying.BringOver(arrived, present(), settings().home_page))


def own(play: UUID) -> Play:
    """The play of the address, if it is this learner's, as far as any of her devices took it. Raises NotFound."""
    found = playing.row(db.session, play)  # type: ignore[arg-type]
    arrived = carrying.arrival(db.session, table(), present(), play, found.touched_at if found else None)  # type: ignore[arg-type]
    if arrived:
        keep(arrived)
        found = playing.row(db.session, play)  # type: ignore[arg-type]
    return playing.hers(found, present())


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
        return render_template("play/unreadable.html", play=play), 409
    view = week.view()
    if view.is_over:
        return redirect(url_for("play.debrief", play=play.uuid), code=303)
    part = "report" if view.report and request.args.get("write") == "report" and view.call is None else showing.part(view)
    page = render_template(
        f"play/{part}.html",
        **shown(view, way_of(play), play.name),
        missing=missing,
    )
    return page, status


def way_of(play: Play) -> showing.Way:
    here = url_for("play.show", play=play.uuid)
    return showing.Way(
        action=url_for("play.do", play=play.uuid),
        turn=play.turn,
        pause=url_for("play.pause", play=play.uuid),
        report=url_for("play.show", play=play.uuid, write="report"),
        back=here,
    )


def shown(view: TurnView, way: showing.Way, name: str) -> dict[str, Any]:
    """What every page of a moment draws with."""
    return {
        "view": view,
        "way": way,
        "name": name,
        "picture": showing.picture(view),
        "groups": showing.action_groups,
        "portrait": showing.speaker,
        "sources": showing.sources,
    }


@pages.page("/jouer/<uuid:play>/faire", "/play/<uuid:play>/do", access=ANYONE, methods=("POST",))
def do(play: UUID) -> ResponseReturnValue:
    """Take one turn. Whatever comes twice changes nothing the second time: it only shows where the week stands."""
    found = own(play)
    try:
        command = commands.read(request.form)
        turn = playing.take(table(), found, command, locales.current(), now())
        submit(turn)
    except NothingChosen as error:
        return moment(found, missing=error.what, status=422)
    except (TurnGone, NotNow):
        return redirect(url_for("play.show", play=play), code=303)
    except (FormUnclear, Unknown):
        abort(400)
    except SaveUnreadable:
        return render_template("play/unreadable.html", play=found), 409
    return redirect(url_for("play.show", play=play, _anchor="now"), code=303)


@pages.page("/jouer/<uuid:play>/pause", "/play/<uuid:play>/pause", access=ANYONE)
def pause(play: UUID) -> ResponseReturnValue:
    return render_template("play/pause.html", play=own(play), is_guest=present().is_guest)


@pages.page("/jouer/<uuid:play>/bilan", "/play/<uuid:play>/debrief", access=ANYONE)
def debrief(play: UUID) -> ResponseReturnValue:
    def page(found: Play, past: Debrief) -> str:
        return render_template(
            "play/debrief.html",
            play=found,
            past=past,
            answer=request.args.get("answer", "")[:60],
            following=showing.following(found),
            module=showing.module(past.module),
            sources=showing.sources(past.sources),
            sources_of=showing.sources,
        )

    return looked_back(play, page)


@pages.page("/jouer/<uuid:play>/conseil", "/play/<uuid:play>/tip", access=ANYONE)
def tip(play: UUID) -> ResponseReturnValue:
    """The week's one tip on a page to print, with its source and where to read on."""

    def page(found: Play, past: Debrief) -> str:
        sources = showing.sources(past.tip_sources)
        return render_template("play/tip.html", play=found, past=past, module=showing.module(past.module), sources=sources)

    return looked_back(play, page)


def looked_back(play: UUID, page: Callable[[Play, Debrief], str]) -> ResponseReturnValue:
    """A page about a week that is over; one that goes on is shown instead, and one that cannot be opened says so."""
    found = own(play)
    if not found.is_over:
        return redirect(url_for("play.show", play=play), code=303)
    week = resumed(found)
    if week is None:
        return render_template("play/unreadable.html", play=found), 409
    return page(found, look_back(week))


@pages.page("/preparer-ma-consultation", "/prepare-my-appointment", access=ANYONE)
def prepare() -> ResponseReturnValue:
    """A page to write three questions on and print. It has no form: nothing that is typed can leave it."""
    return render_template("play/prepare.html", lines=range(1, 4))
