"""The API, put together: importing this registers every address. The order is that of the description."""

import json

from flask import Response
from flask.typing import ResponseReturnValue

from lms.api import assignment_routes, cohort_routes, description, own_routes
from lms.api.operations import pages
from lms.web.database.extensions import csrf
from lms.web.guards.problems import BELOW
from lms.web.routing.pages import ANYONE
from lms.web.site.layout import settings

__all__ = ["assignment_routes", "cohort_routes", "own_routes", "pages"]

csrf.exempt(pages)  # type: ignore[type-var]  # a blueprint too, as Flask-WTF says


@pages.plain(f"{BELOW}/openapi.json", access=ANYONE)
def describe() -> ResponseReturnValue:
    """The description, for whoever builds a program."""
    return Response(json.dumps(description.document(settings().origin)), mimetype="application/json")
