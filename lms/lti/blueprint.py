"""The pages of LTI, put together: importing this registers every route."""

from lms.lti import choice_pages, failing, first_time_routes, launch_routes, result_routes
from lms.lti.pages import pages
from lms.lti.rosters import routes as roster_routes

__all__ = ["choice_pages", "failing", "first_time_routes", "launch_routes", "pages", "result_routes", "roster_routes"]
