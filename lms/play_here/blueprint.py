"""Joins the routes of the game in a browser to their one blueprint."""

from lms.play_here import routes
from lms.play_here.pages import pages

__all__ = ["pages", "routes"]
