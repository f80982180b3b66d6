"""The look back at a week that is over: its first page, and the others by their words."""

from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from game.core.review.debrief_builder import look_back
from game.telling.look_back_screen import Place
from lms.web.routing.pages import ANYONE
from lms.weeks import review_offer
from lms.weeks.looking_back.look_back_pages import SOURCES, LookBack, page_key
from lms.weeks.pages import pages
from lms.weeks.routes import own_play, site_game
from lms.weeks.week_opening import open_week

LONGEST_ANSWER = 60


@pages.page("/jouer/<uuid:play>/bilan", "/play/<uuid:play>/debrief", access=ANYONE)
def debrief(play: UUID) -> ResponseReturnValue:
    """The first page. One that was open before the look back had several pages sends its answer here."""
    return step_page(play, "recall" if request.args.get("answer") else "well")


@pages.page("/jouer/<uuid:play>/bilan/<part>", "/play/<uuid:play>/debrief/<part>", access=ANYONE)
def debrief_part(play: UUID, part: str) -> ResponseReturnValue:
    key = page_key(part)
    if key is None:
        abort(404)
    return step_page(play, key)


def step_page(play: UUID, key: str) -> ResponseReturnValue:
    """A page of the look back; a week that still runs is shown where it stands, and one without that page from its first."""
    stored = own_play(play)
    if not stored.is_over:
        return redirect(url_for("weeks.show", play=play), code=303)
    opened = open_week(site_game(), stored)
    past = look_back(opened.week)
    looked = LookBack(opened, past, bool(review_offer.offered_items(stored, past)))
    if not looked.has(key):
        return redirect(url_for("weeks.debrief", play=play), code=303)
    if key == SOURCES:
        before = request.args.get("before", "")
        return looked.sources_page(before if before in looked.telling.pages else "days")
    answer = request.args.get("answer", "")[:LONGEST_ANSWER]
    return looked.page(Place(key, answer, bool(answer)), is_missing="do" in request.args and not answer)
