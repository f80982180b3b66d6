"""Joins the routes of evidence files, their forms and the legal pages to their one blueprint."""

from lms.evidence import legal_routes, own_routes, staff_routes
from lms.evidence.pages import pages

__all__ = ["legal_routes", "own_routes", "pages", "staff_routes"]
