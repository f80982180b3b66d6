"""The pages of writing, put together: importing this registers every route."""

from lms.authoring import picture_routes, routes, unclear_routes, version_routes
from lms.authoring.pages import pages

__all__ = ["pages", "picture_routes", "routes", "unclear_routes", "version_routes"]
