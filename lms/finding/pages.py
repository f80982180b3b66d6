"""The pages of this package as a group."""

from lms.web.routing.pages import Pages

pages = Pages("finding", __name__)
