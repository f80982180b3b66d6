"""A course as a package for another learning platform: the page that says which, and the archives."""

import hashlib

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from courses.packages import archive, cartridge
from courses.packages.page import needs_score
from lms.finding.exports import cached_bytes
from lms.finding.pages import pages
from lms.finding.site_files import as_file, words_of
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings


@pages.page("/emporter-un-cours", "/take-a-course", access=ANYONE)
def packages() -> ResponseReturnValue:
    """Every course with its packages, and what each kind is for."""
    rows = [(course, needs_score(course)) for course in content.catalogue().courses.values()]
    return render_template("finding/packages.html", rows=rows, kinds=archive.KINDS, editions=cartridge.EDITIONS)


@pages.page("/emporter-un-cours/<course_key>/<kind>.zip", "/take-a-course/<course_key>/<kind>.zip", access=ANYONE)
def package(course_key: str, kind: str) -> ResponseReturnValue:
    """One course in the page's language. Practice questions alone are in it, as on paper."""
    known = next((one for one in archive.KINDS if one == kind), None)
    if known is None:
        abort(404)
    course, catalogue, language = content.course(course_key), content.catalogue(), locales.current()
    words = "".join(words_of(catalogue.module(key, language)) for key in course.modules)
    package_request = archive.Request(course.key, language, known, settings().shown_content / "media", now().date(), settings().origin)
    name = f"{course.key}-{language}-{known}"
    raw = cached_bytes(name, hashlib.sha256(words.encode()).hexdigest(), lambda: archive.pack(catalogue, package_request))
    return as_file(raw, "application/zip", f"{name}.zip")
