"""When a learner's documents take all the room they may: the page that says so, and removing a finished week."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.presence import present
from lms.web.database.extensions import reading_session
from lms.web.database.writing import submit
from lms.web.routing.pages import ANYONE
from lms.web.site.layout import settings
from lms.weeks import play_index, turns
from lms.weeks.pages import pages
from lms.weeks.routes import own_play
from lms.weeks.start_routes import title_of
from lrs.errors import LimitPassed, QuotaPassed


@pages.errorhandler(QuotaPassed)
@pages.errorhandler(LimitPassed)
def say_full(error: Exception) -> ResponseReturnValue:
    """Nothing was changed; what can be removed is offered."""
    plays = [play for play in play_index.plays_of(reading_session(), present(), most=MOST) if play.is_over]
    return render_template("weeks/full.html", removable=plays, title_of=title_of), 409


MOST = 1000
"""Plays looked through for finished ones; more than a learner may keep."""


@pages.page("/jouer/retirer", "/play/remove", access=ANYONE, methods=("POST",))
def remove() -> ResponseReturnValue:
    """Remove a finished week, its document and its row; its statements stay. Sent twice, it changes nothing the second time."""
    try:
        stored = own_play(UUID(request.form.get("play", "")))
    except ValueError:
        abort(400)
    if stored.is_over:
        submit(turns.Removal(stored.uuid, stored.etag, present(), settings().home_page))
    return redirect(url_for("weeks.home"), code=303)
