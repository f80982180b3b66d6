"""Pages of the registers: every source, objective or word in a list, one of them in a form, where it is used, and taking it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring.registers import shared_files, uses, yaml_edits
from courses.authoring.registers.shared_files import REGISTERS, Entry
from courses.authoring.registers.yaml_places import CannotEdit
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, pages, today
from lms.authoring.registers import fields, keeping
from lms.authoring.registers.fields import RegisterForm
from lms.authoring.registers.keeping import NotReadable
from lms.errors import NotFound
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

REGISTER = "/<register>"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in the list."""

    key: str
    title: str


def entries_of(register: str) -> dict[str, Entry]:
    """Raises NotFound, ContentUnreadable."""
    if register not in REGISTERS:
        raise NotFound
    path = REGISTERS[register]
    return shared_files.entries(shared_files.read(settings().shown_content, path), path)


def form_of(register: str) -> RegisterForm:
    """Raises NotFound, ContentUnreadable."""
    if register not in REGISTERS:
        raise NotFound
    skills = []
    if register == "objectives":
        skills = [(key, f"{key} {title_of('objectives', one)}") for key, one in entries_of(register).items() if fields.SKILL.fullmatch(key)]
    return fields.of(register, skills)


def title_of(register: str, entry: Entry) -> str:
    """What a list calls an entry, in the language of the page."""
    language, values = locales.current(), entry.values
    side = values.get(language)
    words = {"sources": values.get("title"), "objectives": side, "glossary": side.get("say") if isinstance(side, Mapping) else None}
    return str(words[register] or entry.key)


@pages.page(f"/rediger/registres{REGISTER}", f"/writing/registers{REGISTER}", access=EDUCATOR)
def register_list(register: str) -> ResponseReturnValue:
    """Every entry by its words; `q` narrows it to those that hold them."""
    query = request.args.get("q", "").strip().casefold()[:80]
    entries = entries_of(register).values()
    rows = [Row(entry.key, title_of(register, entry)) for entry in entries if query in f"{entry.key} {entry.values}".casefold()]
    form = form_of(register)
    return render_template(
        "authoring/registers/list.html", register=form, rows=rows, asked=request.args.get("q", ""), path=REGISTERS[register]
    )


@pages.page(f"/rediger/registres{REGISTER}/fiche", f"/writing/registers{REGISTER}/entry", access=EDUCATOR)
def entry(register: str) -> ResponseReturnValue:
    """`key` opens one entry; without it, a new one, which `like` begins with the values of another."""
    key, like, form = request.args.get("key", ""), request.args.get("like", ""), form_of(register)
    if like and not key:
        model = entries_of(register).get(like)
        if model is None:
            raise NotFound
        return _page(form, Form(fields.field_values(form, model.values, today())), "", keeping.NOTHING)
    if not key:
        return _page(form, Form(fields.field_values(form, {}, today())), "", keeping.NOTHING)
    one = entries_of(register).get(key)
    if one is None:
        raise NotFound
    return _page(form, Form(fields.field_values(form, one.values, today())), key, keeping.mark(one.values))


@pages.page(f"/rediger/registres{REGISTER}/fiche", f"/writing/registers{REGISTER}/entry", access=EDUCATOR, methods=("POST",))
def save_entry(register: str) -> ResponseReturnValue:
    """Keep one entry; a wrong field says so beside it, and what somebody else saved meanwhile is shown beside what was typed."""
    entries, form, posted_form = entries_of(register), form_of(register), Form(request.form)
    key, base = request.form.get("at", ""), request.form.get("base", "")
    is_new = not key
    if is_new:
        key = fields.check_key(posted_form, entries)
    values = fields.read(form, posted_form, today(), {name: one.values for name, one in entries.items() if name != key})
    if request.form.get("do") == "look":
        return _page(form, posted_form, "" if is_new else key, base, status=200 if posted_form.is_good else 422)
    if posted_form.is_good:
        path = REGISTERS[register]
        try:
            keeping.change(
                desk(),
                path,
                lambda text: _with_entry(text, path, key, values),
                base=base,
                mark_of=lambda text: keeping.mark(getattr(shared_files.entries(text, path).get(key), "values", None)),
            )
            return redirect(url_for("authoring.register_list", register=register, _anchor=key), code=303)
        except TextChanged:
            theirs = entries_of(register).get(key)
            field_values = fields.field_values(form, theirs.values, today()) if theirs else {}
            return _page(
                form, posted_form, "" if is_new else key, keeping.mark(theirs.values if theirs else None), theirs=field_values, status=409
            )
        except (CannotEdit, NotReadable, ContentBusy, OSError) as error:
            refuse(posted_form, form.fields[0].name, error)
    return _page(form, posted_form, "" if is_new else key, base, status=422)


def refuse(posted_form: Form, field: str, error: Exception) -> None:
    """Why nothing was kept, beside the first field."""
    if isinstance(error, ContentBusy):
        posted_form.refuse(field, _("Somebody else is saving"), _("Try again in a moment."))
    elif isinstance(error, CannotEdit):
        words = _("It is laid out by hand in a way that only its text can change: open the text of the file.")
        posted_form.refuse(field, _("A form cannot change this entry"), words)
    elif isinstance(error, NotReadable):
        posted_form.refuse(field, _("The site could not read the file any more"), _("Nothing was kept: open the text of the file."))
    else:
        current_app.logger.error("a register cannot be saved: %s", error)
        posted_form.refuse(field, _("The site cannot write its files"), _("Nothing was made. Tell who runs the site, then try again."))


def _with_entry(text: str, path: str, key: str, values: Mapping[tuple[str, ...], Any]) -> str:
    """The register with every value of the form that differs from what stands there."""
    now = shared_files.entries(text, path).get(key)
    if now is None:
        return yaml_edits.add_entry(text, key, _nested(values))
    for place, value in values.items():
        old = fields.value_at(now.values, place)
        if (old or None) == (value or None) or (old == value):
            continue
        text = yaml_edits.set_value(text, (key, *place), value)
    return text


def _nested(values: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for place, value in values.items():
        if value is None:
            continue
        below = entry
        for step in place[:-1]:
            below = below.setdefault(step, {})
        below[place[-1]] = value
    return entry


def _page(
    form: RegisterForm, posted_form: Form, key: str, base: str, *, theirs: Mapping[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "authoring/registers/entry.html", register=form, form=posted_form, key=key, base=base, theirs=theirs, path=REGISTERS[form.name]
    )
    return page, status


@pages.page(f"/rediger/registres{REGISTER}/emplois", f"/writing/registers{REGISTER}/uses", access=EDUCATOR)
def entry_uses(register: str) -> ResponseReturnValue:
    """Where an entry is used, and what would break without it."""
    key, entries = request.args.get("key", ""), entries_of(register)
    if key not in entries:
        raise NotFound
    return _uses_page(register, key, entries[key])


def _uses_page(register: str, key: str, one: Entry, form: Form | None = None, status: int = 200) -> ResponseReturnValue:
    places = uses.of(settings().shown_content, register, key, but_in=REGISTERS[register])
    page = render_template(
        "authoring/registers/uses.html",
        register=form_of(register),
        key=key,
        title=title_of(register, one),
        uses=places,
        most=uses.MOST,
        base=keeping.mark(one.values),
        form=form or Form(),
    )
    return page, status


@pages.page(f"/rediger/registres{REGISTER}/retirer", f"/writing/registers{REGISTER}/remove", access=EDUCATOR, methods=("POST",))
def remove_entry(register: str) -> ResponseReturnValue:
    """Take an entry out of its register. One that texts still name is not taken away: they would lose it."""
    key, entries, form = request.form.get("key", ""), entries_of(register), Form(request.form)
    if key not in entries:
        abort(404)
    path = REGISTERS[register]
    if uses.of(settings().shown_content, register, key, but_in=path):
        form.refuse("remove", _("It is still used"), _("Take it out of the places below first: they would lose it."))
        return _uses_page(register, key, entries[key], form, 409)
    try:
        keeping.change(
            desk(),
            path,
            lambda text: yaml_edits.set_value(text, (key,), None),
            base=request.form.get("base", ""),
            mark_of=lambda text: keeping.mark(getattr(shared_files.entries(text, path).get(key), "values", None)),
        )
    except TextChanged:
        form.refuse("remove", _("Somebody saved this entry after you opened it"), _("Look at it again, then choose."))
        return _uses_page(register, key, entries_of(register).get(key, entries[key]), form, 409)
    except (CannotEdit, NotReadable, ContentBusy, OSError) as error:
        refuse(form, "remove", error)
        return _uses_page(register, key, entries[key], form, 503)
    return redirect(url_for("authoring.register_list", register=register), code=303)
