"""Staff's pages, with the modules that hold their routes."""

from lms.admin import account_routes, health_routes, merge_routes, people_routes
from lms.admin.store_routes import pages

__all__ = ["account_routes", "health_routes", "merge_routes", "pages", "people_routes"]
