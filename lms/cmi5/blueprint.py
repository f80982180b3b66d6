"""The pages of packages of other publishers, put together: importing this registers every route."""

from lms.cmi5 import import_routes, learner_routes, people_routes
from lms.cmi5.pages import pages

__all__ = ["import_routes", "learner_routes", "pages", "people_routes"]
