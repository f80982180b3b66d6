"""Joins the routes of cases to their one blueprint."""

from lms.cases import routes
from lms.cases.pages import pages

__all__ = ["pages", "routes"]
