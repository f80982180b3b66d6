"""Staff's pages, with the modules that hold their routes."""

from lms.admin import health_routes, people_routes
from lms.admin.routes import pages

__all__ = ["health_routes", "pages", "people_routes"]
