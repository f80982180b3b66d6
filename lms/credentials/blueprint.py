"""The pages of attestations, put together: importing this registers every route."""

from lms.credentials import admin_routes, own_routes, public_routes
from lms.credentials.badges import routes as badge_routes
from lms.credentials.pages import pages

__all__ = ["admin_routes", "badge_routes", "own_routes", "pages", "public_routes"]
