"""A module's practice questions for another program: what it cannot hold is shown first, then the file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.errors import CoursesError
from courses.exchange import formats, remarks
from courses.exchange.formats import TARGETS, Target
from courses.exchange.losses import ExportRow
from courses.model.content import Module
from lms.authoring.exchange import modules
from lms.authoring.pages import pages
from lms.authoring.words import language_names
from lms.errors import NotFound
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site import content
from lms.web.site.layout import settings


@pages.page("/rediger/exporter", "/writing/export", access=EDUCATOR)
def export_questions() -> ResponseReturnValue:
    """The form; with a module and a format in the address also what the format cannot hold of it."""
    form = Form({**request.args, "language": request.args.get("language", locales.current())})
    rows: list[ExportRow] | None = None
    if form.text("module"):
        try:
            module, target, _language = _asked()
            rows = formats.write(module.items, target, module.title)[1]
        except NotFound:
            form.refuse("module", _("There is nothing to export"), _("Choose a module that has practice questions in this language."))
    page = render_template(
        "authoring/export.html",
        form=form,
        courses=modules.choices(settings().shown_content, locales.current()),
        languages=list(language_names().items()),
        targets=[(key, name) for key, (name, _ending, _type) in TARGETS.items()],
        rows=rows,
        said=lambda one: remarks.sentence(one, locales.current()),
    )
    return page, 422 if form.refusals else 200


@pages.page("/rediger/exporter/fichier", "/writing/export/file", access=EDUCATOR)
def export_file() -> Response:
    """The practice items alone, as readers get them: no form, no final pool, and no private pool, which the catalogue never holds."""
    module, target, language = _asked()
    raw, _rows = formats.write(module.items, target, module.title)
    _name, ending, kind = TARGETS[target]
    headers = {"Content-Disposition": f'attachment; filename="{module.key}-{language}.{ending}"', "Cache-Control": "no-store"}
    return Response(raw, content_type=kind, headers=headers)


def _asked() -> tuple[Module, Target, str]:
    """Raises NotFound for a module without practice items in this language, and for a format nobody has."""
    language = request.args.get("language", "")
    target = next((key for key in TARGETS if key == request.args.get("format", "")), None)
    if target is None or language not in ("fr", "en"):
        raise NotFound
    try:
        module = content.catalogue().module(request.args.get("module", ""), language)
    except CoursesError as error:
        raise NotFound from error
    if not module.items or module.language != language:
        raise NotFound
    return module, target, language
