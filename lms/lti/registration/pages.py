"""The pages of registering, on a site without platforms too: a one-time address is how the first one comes."""

from lms.web.routing.pages import Pages

pages = Pages("platforms", __name__)
