"""The blueprint of what is prepared on the device, and the texts its pages share."""

from flask import abort

from courses.model.content import Module
from courses.model.preparing import Preparing
from lms.web.routing import locales
from lms.web.routing.pages import Pages
from lms.web.site import content

pages = Pages("preparing", __name__)


def preparing() -> Preparing:
    """What this site offers to prepare. Answers 404 where there is nothing."""
    whole = content.catalogue().preparing
    if not whole.topics:
        abort(404)
    return whole


def shown_modules(keys: list[str]) -> list[Module]:
    """Those of these modules that this site shows, in the page's language and in the order of their courses."""
    shelf = content.catalogue()
    shown = [key for course in shelf.courses.values() for key in course.modules if key in keys]
    return [shelf.module(key, locales.current()) for key in shown]
