"""The text of the triage register and of the site's rules, beside their forms, for a clinician: no signature is typed there."""

from collections.abc import Mapping
from pathlib import Path

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.authoring.registers import shared_files, triage_rows
from courses.authoring.registers.shared_files import CLINICAL
from courses.errors import ContentUnreadable
from lms.authoring import working
from lms.authoring.clinical import row_routes, rule_routes
from lms.authoring.clinical.row_routes import PATH, WROTE, Breaks
from lms.authoring.pages import pages
from lms.authoring.registers import text_routes
from lms.authoring.registers.text_routes import NotThisWay
from lms.errors import NotFound
from lms.web.routing import locales
from lms.web.routing.pages import CLINICIAN
from lms.web.site.layout import settings

WHICH = "/<which>"


def _path(which: str) -> str:
    if which not in CLINICAL:
        raise NotFound
    return CLINICAL[which]


@pages.page(f"/rediger/soin{WHICH}", f"/writing/clinical{WHICH}", access=CLINICIAN)
def clinical_text(which: str) -> ResponseReturnValue:
    path = _path(which)
    text = text_files.read(settings().shown_content, path)
    return text_routes.text_page(path, text, working.mark(text), url_for("authoring.clinical_text", which=which))


@pages.page(f"/rediger/soin{WHICH}", f"/writing/clinical{WHICH}", access=CLINICIAN, methods=("POST",))
def save_clinical_text(which: str) -> ResponseReturnValue:
    """Look, or keep. The rows that changed must have lost their signature; the history says which they are."""
    path = _path(which)
    address, did = url_for("authoring.clinical_text", which=which), "save"
    if path == PATH:
        try:
            keys = triage_rows.changed_rows(row_routes.text_now(), request.form.get("text", ""))
        except ContentUnreadable:
            keys = []
        did = f"{WROTE} {','.join(keys)}"
    return text_routes.save_text(path, address, check=_check, did=did)


def _check(own: Path, texts: Mapping[str, str]) -> None:
    """Raises NotThisWay, ContentUnreadable."""
    try:
        if PATH in texts:
            before = shared_files.read(own, PATH)
            typed_signatures = triage_rows.typed_signatures(before, texts[PATH])
            now = triage_rows.rows(texts[PATH])
            stale = [key for key in triage_rows.changed_rows(before, texts[PATH]) if key in now and now[key].values.get("reviewer")]
            if typed_signatures:
                raise NotThisWay(_("A row is signed on its own page, with its sources open: %(rows)s", rows=", ".join(typed_signatures)))
            if stale:
                raise NotThisWay(_("These rows changed, so their signature goes: make reviewer empty in %(rows)s", rows=", ".join(stale)))
            row_routes.check_rows(own, texts)
        else:
            for path, text in texts.items():
                if path == CLINICAL["rules"]:
                    rule_routes.check_rules(own, text)
    except Breaks as error:
        raise NotThisWay(error.problems[0].line_in(locales.current())) from error
