"""Joins the routes of what works without network to their one blueprint."""

from lms.offline import course_routes, delivery_routes, device_owner, phone_routes
from lms.offline.pages import pages

__all__ = ["course_routes", "delivery_routes", "device_owner", "pages", "phone_routes"]
