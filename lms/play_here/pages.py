"""The blueprint of the game in a browser."""

from lms.web.routing.pages import Pages

pages = Pages("play_here", __name__)
