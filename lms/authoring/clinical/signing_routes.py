"""One row of the triage register signed by a named clinician: each of its sources opened from this page, and ticked."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courses.authoring.registers import triage_rows
from courses.authoring.registers.yaml_places import CannotEdit
from courses.errors import ContentUnreadable
from lms.authoring.clinical import row_fields, row_routes
from lms.authoring.clinical.row_routes import PATH, SIGNED
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, is_readers_name, pages, today
from lms.authoring.registers import keeping
from lms.authoring.registers import routes as register_routes
from lms.authoring.registers.keeping import NotReadable
from lms.errors import NotFound
from lms.web.database.long_work import without_transaction
from lms.web.routing.forms import Form
from lms.web.routing.pages import CLINICIAN
from lms.web.site import content

OPENED = "opened"
MOST_NOTED = 40
"""Sources notes as opened in one session; older ones are opened again."""


@pages.page("/rediger/tri/signer", "/writing/triage/sign", access=CLINICIAN)
def sign_triage_row() -> ResponseReturnValue:
    return _page(request.args.get("key", ""), Form())


@pages.page("/rediger/tri/source", "/writing/triage/source", access=CLINICIAN)
def open_source() -> ResponseReturnValue:
    """Lead to a source of a row, and note for the signature that it was opened."""
    key, source = request.args.get("row", ""), request.args.get("source", "")
    values = row_routes.row_of(key).values
    reference = content.catalogue().references.get(source)
    if source not in row_fields.sources_of(values) or reference is None or not reference.address.startswith("http"):
        raise NotFound
    notes = [one for one in session.get(OPENED, []) if one != _note(key, source)]
    session[OPENED] = [*notes, _note(key, source)][-MOST_NOTED:]
    return redirect(reference.address, code=303)


def _note(key: str, source: str) -> str:
    return f"{key} {source}"


@pages.page("/rediger/tri/signer", "/writing/triage/sign", access=CLINICIAN, methods=("POST",), name="save_triage_signature")
def save_signature() -> ResponseReturnValue:
    """Sign the row as it was shown. Who wrote in it since it was last signed does not sign it."""
    form, key, base = Form(request.form), request.form.get("key", ""), request.form.get("base", "")
    values, place = row_routes.row_of(key).values, desk()
    _check(form, key, values)
    if place.own.is_dir() and place.who in row_routes.writers_of(place.own, key):
        form.refuse("name", _("You wrote in this row"), _("Another clinician reads it and signs."))
    if not form.is_good:
        return _page(key, form, 422)
    try:
        without_transaction(
            lambda: keeping.change_files(
                place,
                [PATH],
                lambda texts: {PATH: triage_rows.with_signature(texts[PATH], key, form.text("name"), today())},
                base=base,
                mark_of=lambda texts: _mark(texts[PATH], key),
                did=f"{SIGNED} {key}",
            )
        )
    except TextChanged:
        form.refuse("name", _("Somebody saved this entry after you opened it"), _("Look at it again, then choose."))
        return _page(key, form, 409)
    except (CannotEdit, NotReadable, ContentUnreadable, ContentBusy, KeyError, OSError) as error:
        register_routes.refuse(form, "name", CannotEdit(str(error)) if isinstance(error, KeyError) else error)
        return _page(key, form, 503)
    return redirect(url_for("authoring.triage", _anchor=key), code=303)


def _check(form: Form, key: str, values: object) -> None:
    sources = row_fields.sources_of(values)  # type: ignore[arg-type]  # what YAML holds
    if not sources:
        form.refuse("opened", _("No source is named"), _("Add a source to the row first, with the words that were read there."))
    if not set(sources) <= set(request.form.getlist("opened")):
        form.refuse("opened", _("A source is not ticked"), _("Open each source, read the words, then tick it."))
    references = content.catalogue().references
    online = [one for one in sources if one in references and references[one].address.startswith("http")]
    if any(_note(key, one) not in session.get(OPENED, []) for one in online):
        form.refuse("opened", _("A source was not opened"), _("Open it with its link on this page: its words may have changed."))
    if not is_readers_name(form.text("name")):
        form.refuse("name", _("Your name is missing"), _("Write it as readers are to see it, for instance “Dr Anne Martin”."))


def _mark(text: str, key: str) -> str:
    one = triage_rows.rows(text).get(key)
    return keeping.mark(triage_rows.without_signature(one.values)) if one else keeping.NOTHING


def _page(key: str, form: Form, status: int = 200) -> ResponseReturnValue:
    one, place = row_routes.row_of(key), desk()
    notes = session.get(OPENED, [])
    page = render_template(
        "authoring/clinical/sign.html",
        key=key,
        values=one.values,
        form=form,
        base=_mark(row_routes.text_now(), key),
        sources={source: content.catalogue().references.get(source) for source in row_fields.sources_of(one.values)},
        opened={source for source in row_fields.sources_of(one.values) if _note(key, source) in notes},
        ticked=request.form.getlist("opened"),
        wrote=place.own.is_dir() and place.who in row_routes.writers_of(place.own, key),
        regimens=row_routes.choices_of_row()["regimens"],
        urgency_names=row_fields.urgency_names(),
        speed_names=row_fields.speed_names(),
        name=form.raw("name") or current_user.username,
    )
    return page, status
