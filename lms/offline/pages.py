"""The blueprint of the pages that a phone keeps. It imports no feature, so that every route here can."""

from lms.web.routing.pages import Pages

pages = Pages("offline", __name__)
