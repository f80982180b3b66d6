"""Joins the views of this feature to its blueprint; the site imports `pages` from here."""

from lms.weeks import notebook_routes, room_routes, routes, sentence_routes, start_routes
from lms.weeks.looking_back import routes as looking_back_routes
from lms.weeks.pages import pages

VIEWS = (
    start_routes.home,
    routes.show,
    room_routes.remove,
    sentence_routes.sentence,
    notebook_routes.notebook,
    looking_back_routes.debrief,
)
"""One view of each file: importing the file is what registers the rest of it."""

__all__ = ["pages"]
