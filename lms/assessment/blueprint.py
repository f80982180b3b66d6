"""Joins the routes of sittings to their one blueprint."""

from lms.assessment import question_routes, result_routes, staff_routes
from lms.assessment.pages import pages

__all__ = ["pages", "question_routes", "result_routes", "staff_routes"]
