"""The pages of LTI, which are not there on a site without platforms."""

from flask import abort

from lms.platforms import known
from lms.web.routing.pages import Pages

pages = Pages("lti", __name__)
NO_STORE = {"Cache-Control": "no-store"}


@pages.before_request
def refuse_without_platforms() -> None:
    if not known.is_any_here():
        abort(404)
