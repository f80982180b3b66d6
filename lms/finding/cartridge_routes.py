"""Courses as links in a Common Cartridge: one file for the courses that were ticked."""

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.packages import cartridge, link_folders
from lms.finding.pages import pages
from lms.finding.site_files import as_file
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings


@pages.page("/emporter-un-cours/liens.imscc", "/take-a-course/links.imscc", access=ANYONE)
def links_file() -> ResponseReturnValue:
    """Nothing of a course is in it: each link opens this site by LTI. None ticked means every course."""
    edition = next((one for one in cartridge.EDITIONS if one == request.args.get("edition")), None)
    catalogue, language, chosen = content.catalogue(), locales.current(), request.args.getlist("course")
    if edition is None or set(chosen) - set(catalogue.courses) or not catalogue.courses:
        abort(404)
    folders = link_folders.folders(catalogue, chosen or catalogue.courses, language)
    title = folders[0].title if len(chosen) == 1 else _("Courses of Hors les murs")
    made = cartridge.Cartridge(title, language, settings().origin, now().date(), folders)
    name = chosen[0] if len(chosen) == 1 else "hors-les-murs"
    return as_file(cartridge.pack(made, edition), "application/vnd.ims.imsccv1p3", f"{name}-{language}-{edition}.imscc")
