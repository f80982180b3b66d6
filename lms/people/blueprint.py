"""The blueprints of this package with all their routes, for the application."""

from lms.people import (
    account_routes,
    answer_routes,
    assignment_routes,
    code_routes,
    due_routes,
    group_routes,
    import_routes,
    invitation_routes,
    record_routes,
    roster_routes,
    sign_in_card_routes,
)
from lms.people.imports import leaver_routes
from lms.people.pages import own, staff

__all__ = [
    "account_routes",
    "answer_routes",
    "assignment_routes",
    "code_routes",
    "due_routes",
    "group_routes",
    "import_routes",
    "invitation_routes",
    "leaver_routes",
    "own",
    "record_routes",
    "roster_routes",
    "sign_in_card_routes",
    "staff",
]
