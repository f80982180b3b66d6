"""The blueprints of this package with all their routes, for the application."""

from lms.people import assignment_routes, code_routes, group_routes, import_routes, invitation_routes
from lms.people.pages import own, staff

__all__ = ["assignment_routes", "code_routes", "group_routes", "import_routes", "invitation_routes", "own", "staff"]
