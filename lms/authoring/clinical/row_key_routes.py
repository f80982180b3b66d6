"""One row of the triage register: what names it, another key for it, and taking it away when nothing names it any more."""

from collections.abc import Mapping
from pathlib import Path

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring.registers import renaming, shared_files, triage_rows, yaml_edits
from courses.authoring.registers.renaming import Place
from courses.authoring.registers.yaml_places import CannotEdit
from courses.errors import ContentUnreadable
from courses.library import new_files
from lms.authoring.clinical import row_routes
from lms.authoring.clinical.row_routes import PATH, RENAMED, WROTE
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.links import changing_keys, link_routes
from lms.authoring.links.changing_keys import Breaks
from lms.authoring.pages import desk, pages
from lms.authoring.registers import fields
from lms.authoring.registers import routes as register_routes
from lms.web.database.long_work import without_transaction
from lms.web.routing.forms import Form
from lms.web.routing.pages import CLINICIAN
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content
from lms.web.site.layout import settings

KIND = "rows"


@pages.page("/rediger/tri/cle", "/writing/triage/key", access=CLINICIAN)
def triage_row_key() -> ResponseReturnValue:
    """`key` of the row."""
    return _page(request.args.get("key", ""), Form())


@pages.page("/rediger/tri/cle", "/writing/triage/key", access=CLINICIAN, methods=("POST",))
def rename_triage_row() -> ResponseReturnValue:
    """Change the key wherever the content names the row. Its words and its signature stay: who wrote in it still does not sign it."""
    key, form = request.form.get("key", ""), Form(request.form)
    row_routes.row_of(key)
    key_form = Form({"key": request.form.get("new_key", "")})
    new = fields.check_key(key_form, triage_rows.rows(row_routes.text_now()))
    for refusal in key_form.refusals:
        form.refuse("new", refusal.title, refusal.words)
    if is_shipped(key):
        form.refuse("new", *_shipped())
    if not form.is_good:
        return _page(key, form, 422)
    place, problems = desk(), content.catalogue().problems
    places = whole_number(request.form.get("places"))
    try:
        without_transaction(
            lambda: changing_keys.change_key(
                place,
                lambda folder: renaming.plan(folder, KIND, key, new),
                problems,
                old=key,
                new=new,
                places=-1 if places is None else places,
                did=f"{RENAMED} {key},{new}",
            )
        )
    except TextChanged:
        form.refuse("new", _("The places changed after you opened this page"), _("Look at them again below, then choose."))
        return _page(key, form, 409)
    except Breaks as error:
        link_routes.refuse_problems(form, "new", error)
        return _page(key, form, 422)
    except (CannotEdit, ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(form, "new", error)
        return _page(key, form, 503)
    return redirect(url_for("authoring.triage_row_key", key=new), code=303)


@pages.page("/rediger/tri/retirer", "/writing/triage/remove", access=CLINICIAN, methods=("POST",))
def remove_triage_row() -> ResponseReturnValue:
    """Take a row out of the register. One that something names stays, and so does one without which the checks find something new."""
    key, form, base = request.form.get("key", ""), Form(request.form), request.form.get("base", "")
    row_routes.row_of(key)
    if other_places(settings().shown_content, key):
        form.refuse("remove", _("It is still used"), _("Take it out of the places below first: they would lose it."))
        return _page(key, form, 409)
    place, problems = desk(), content.catalogue().problems

    def without_it(folder: Path) -> tuple[Mapping[str, str], list[str]]:
        text = shared_files.read(folder, PATH)
        if row_routes.mark_of_row({PATH: text}, key) != base:
            raise TextChanged(PATH)
        return {PATH: yaml_edits.set_value(text, ("rows", key), None)}, []

    try:
        without_transaction(lambda: changing_keys.take_away(place, without_it, problems, did=f"{WROTE} {key}"))
    except TextChanged:
        form.refuse("remove", _("Somebody saved this entry after you opened it"), _("Look at it again, then choose."))
        return _page(key, form, 409)
    except Breaks as error:
        link_routes.refuse_problems(form, "remove", error)
        return _page(key, form, 422)
    except (CannotEdit, ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(form, "remove", error)
        return _page(key, form, 503)
    return redirect(url_for("authoring.triage"), code=303)


def is_shipped(key: str) -> bool:
    """Whether the row came with the program: its changes reach this site by its key."""
    text = shared_files.read(settings().content, PATH)
    try:
        return key in triage_rows.rows(text)
    except ContentUnreadable:
        return True


def _shipped() -> tuple[str, str]:
    return _("This row came with the program"), _("Its changes reach this site by its key. Change its words instead.")


def other_places(folder: Path, key: str) -> list[Place]:
    """Places outside the row itself."""
    own_line = triage_rows.rows(shared_files.read(folder, PATH))[key].line
    return [one for one in renaming.plan(folder, KIND, key, key).places if (one.path, one.line) != (PATH, own_line)]


def _page(key: str, form: Form, status: int = 200) -> ResponseReturnValue:
    values, folder = row_routes.row_of(key).values, settings().shown_content
    plan = without_transaction(lambda: renaming.plan(folder, KIND, key, key))
    others = other_places(folder, key)
    page = render_template(
        "authoring/clinical/row_key.html",
        key=key,
        values=values,
        form=form,
        uses=link_routes.rows_of(others[: link_routes.MOST]),
        most=link_routes.MOST,
        places=len(plan.places),
        shipped=_shipped() if is_shipped(key) else None,
        base=row_routes.mark_of_row({PATH: row_routes.text_now()}, key),
        longest=new_files.LONGEST_KEY,
    )
    return page, status
