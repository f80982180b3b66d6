"""The pages of home, put together: importing this registers every route."""

from lms.home import consultation, routes, status_routes
from lms.home.routes import pages

__all__ = ["consultation", "pages", "routes", "status_routes"]
