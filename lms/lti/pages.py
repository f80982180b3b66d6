"""The pages of LTI, which are not there on a site without platforms."""

from flask import abort

from lms.web.routing.pages import Pages
from lms.web.site.layout import settings

pages = Pages("lti", __name__)
NO_STORE = {"Cache-Control": "no-store"}


@pages.before_request
def refuse_without_platforms() -> None:
    if not settings().lti_platforms:
        abort(404)
