"""Joins the routes of courses, modules and items to their one blueprint."""

from lms.learning import course_test, item_routes, review_routes, routes, time_routes
from lms.learning.pages import pages

__all__ = ["course_test", "item_routes", "pages", "review_routes", "routes", "time_routes"]
