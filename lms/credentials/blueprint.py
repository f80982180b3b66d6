"""The pages of attestations, put together: importing this registers every route."""

from lms.credentials import badge_routes, own_routes, public_routes
from lms.credentials.pages import pages

__all__ = ["badge_routes", "own_routes", "pages", "public_routes"]
