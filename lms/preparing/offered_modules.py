"""The modules a site offers to prepare on the reader's device, for everybody and for who is here; the blueprint of these pages."""

from flask import abort

from courses.model.content import Module
from courses.model.preparing import Preparing
from lms.accounts.models import PATIENT_ROLES
from lms.accounts.presence import present
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


def own_modules(keys: list[str]) -> list[Module]:
    """The same for whoever is here: a patient's own, a carer's own, all of them for anybody else."""
    modules, role = shown_modules(keys), present().role
    return [one for one in modules if one.audience == role] if role in PATIENT_ROLES else modules
