"""The pages of home, put together: importing this registers every route."""

from lms.home import consultation, routes
from lms.home.routes import pages

__all__ = ["consultation", "pages", "routes"]
