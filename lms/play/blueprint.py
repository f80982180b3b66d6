"""Joins the views of this feature to its blueprint; the site imports `pages` from here."""

from lms.play import routes, safety_routes, start_routes, trying_routes, workshop_routes
from lms.play.pages import pages

VIEWS = (start_routes.home, routes.show, safety_routes.real_problem, trying_routes.try_list, workshop_routes.workshops)
"""One view of each file: importing the file is what registers the rest of it."""

__all__ = ["pages"]
