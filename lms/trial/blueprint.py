"""Joins the routes of trials to their one blueprint."""

from lms.trial import entry_routes, sitting_routes, staff_routes
from lms.trial.pages import pages

__all__ = ["entry_routes", "pages", "sitting_routes", "staff_routes"]
