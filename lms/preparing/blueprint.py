"""Joins the routes of what is prepared on the device to their one blueprint."""

from lms.preparing import routes
from lms.preparing.offered_modules import pages

__all__ = ["pages", "routes"]
