"""The pages of finding, put together: importing this registers every route."""

from lms.finding import cartridge_routes, package_routes, routes
from lms.finding.pages import pages

__all__ = ["cartridge_routes", "package_routes", "pages", "routes"]
