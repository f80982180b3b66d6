"""The pages of writing, put together: importing this registers every route."""

from lms.authoring import new_routes, paper_routes, picture_routes, pilot_routes, routes, unclear_routes, version_routes
from lms.authoring.pages import pages

__all__ = ["new_routes", "pages", "paper_routes", "picture_routes", "pilot_routes", "routes", "unclear_routes", "version_routes"]
