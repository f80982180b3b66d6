"""The page of what waits, for everybody who writes."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.authoring import routes
from lms.authoring.pages import desk, pages, today, usernames
from lms.authoring.reading import waiting
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings


@pages.page("/rediger/attente", "/writing/waiting", access=EDUCATOR)
def waiting_pages() -> ResponseReturnValue:
    place = desk()
    state = waiting.of(place.folder, routes.file_rows(), today())
    everybody = {who for one in (*state.to_read, *state.to_finish, *state.remarks) for who in one.authors}
    return render_template(
        "authoring/reading/waiting.html",
        waiting=state,
        me=place.who,
        people=usernames(everybody),
        is_pilot=settings().is_pilot,
        today=today(),
        **routes.names(),
    )
