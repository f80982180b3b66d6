"""Pages of messages, with the modules that hold their routes."""

from lms.messages import calendar_routes, forgotten_routes, link_routes, own_routes, staff_routes
from lms.messages.pages import pages

__all__ = ["calendar_routes", "forgotten_routes", "link_routes", "own_routes", "pages", "staff_routes"]
