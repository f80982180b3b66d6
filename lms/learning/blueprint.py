"""Joins the routes of courses, modules and items to their one blueprint."""

from lms.learning import course_test, item_routes, participation_routes, routes, spaced_review_routes, time_routes
from lms.learning.pages import pages

__all__ = ["course_test", "item_routes", "pages", "participation_routes", "routes", "spaced_review_routes", "time_routes"]
