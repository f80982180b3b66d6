"""The pages of registering, put together: importing this registers every route."""

from lms.lti.registration import admin_routes, platform_routes
from lms.lti.registration.pages import pages

__all__ = ["admin_routes", "pages", "platform_routes"]
