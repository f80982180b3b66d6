"""One key: every place that names it, a form to change it there, another course for a module, and taking it away when nothing names it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.authoring.registers import list_edits, renaming, shared_files
from courses.authoring.registers.renaming import Place, Plan
from courses.authoring.registers.yaml_places import CannotEdit
from courses.errors import ContentUnreadable
from courses.library import content_folder, new_files
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.links import changing_keys, keys
from lms.authoring.links.changing_keys import Breaks
from lms.authoring.links.keys import Key
from lms.authoring.pages import desk, pages
from lms.authoring.registers import fields
from lms.authoring.registers import routes as register_routes
from lms.errors import NotFound
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content
from lms.web.site.layout import settings

MOST = 500
REMOVABLE = ("modules", "situations", "pictures", "courses")


def _key_of(values: Mapping[str, str]) -> Key:
    """Raises NotFound."""
    kind = values.get("kind", "")
    one = keys.find(kind, values.get("key", ""), values.get("module", "")) if kind in keys.KINDS else None
    if one is None:
        raise NotFound
    return one


def _plan(folder: Path, one: Key, new: str) -> Plan:
    return renaming.plan(folder, one.kind, one.key, new, unit=one.unit)


@pages.page("/rediger/liens", "/writing/links", access=EDUCATOR)
def links_of() -> ResponseReturnValue:
    """`kind` and `key`; `module` of a question."""
    return _page(_key_of(request.args), Form())


@pages.page("/rediger/renommer", "/writing/rename", access=EDUCATOR, methods=("POST",))
def rename_key() -> ResponseReturnValue:
    """Change the key in every place that names it, as one commit; nothing is kept when the checks find something new."""
    one, form = _key_of(request.form), Form(request.form)
    key_form = Form({"key": request.form.get("new_key", "")})
    new = fields.check_key(key_form, {})
    for refusal in key_form.refusals:
        form.refuse("new", refusal.title, refusal.words)
    if form.is_good and keys.find(one.kind, new, one.unit.rpartition("/")[2]) is not None:
        form.refuse("new", _("This key is taken"), _("Choose another key, or open the entry that has it."))
    if why := keys.why_it_stays(one):
        form.refuse("new", *keys.reasons()[why])
    if not form.is_good:
        return _page(one, form, 422)
    return _change(one, new, form, lambda folder: _plan(folder, one, new))


@pages.page("/rediger/deplacer", "/writing/move-module", access=EDUCATOR, methods=("POST",))
def move_module() -> ResponseReturnValue:
    """Put a module into another course: its files and its line; links name it by its key alone."""
    one, form, course = _key_of(request.form), Form(request.form), request.form.get("course", "")
    courses = content_folder.current_structure(settings().shown_content).courses
    if one.kind != "modules" or course not in courses or course == one.unit.partition("/")[0]:
        form.refuse("course", _("The course is missing"), _("Choose another course."))
    if why := keys.why_it_stays(one):
        form.refuse("course", *keys.reasons()[why])
    if not form.is_good:
        return _page(one, form, 422)
    return _change(one, one.key, form, lambda folder: _moved(folder, one, course), field="course")


def _moved(folder: Path, one: Key, course: str) -> Plan:
    """Raises CannotEdit, ContentUnreadable."""
    old = one.unit.partition("/")[0]
    plan = _plan(folder, one, one.key)
    moves = {path: path.replace(f"/{old}/", f"/{course}/", 1) for path in plan.moves}
    texts = {path: plan.texts[path] for path in moves}
    from_path, to_path = (shared_files.course_path(folder, key) for key in (old, course))
    lines = shared_files.lines(shared_files.read(folder, from_path), from_path)
    texts[from_path] = list_edits.remove_place(shared_files.read(folder, from_path), ("modules", lines[one.key].place))
    texts[to_path] = list_edits.append(shared_files.read(folder, to_path), ("modules",), lines[one.key].values)
    return Plan(texts, moves, plan.places)


def _change(one: Key, new: str, form: Form, plan_of: Callable[[Path], Plan], field: str = "new") -> ResponseReturnValue:
    place, problems = desk(), content.catalogue().problems
    places = whole_number(request.form.get("places"))
    seen = -1 if places is None else places
    try:
        without_transaction(lambda: changing_keys.change_key(place, plan_of, problems, old=one.key, new=new, places=seen))
    except TextChanged:
        form.refuse(field, _("The places changed after you opened this page"), _("Look at them again below, then choose."))
        return _page(one, form, 409)
    except Breaks as error:
        refuse_problems(form, field, error)
        return _page(one, form, 422)
    except (CannotEdit, ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(form, field, error)
        return _page(one, form, 503)
    return redirect(url_for("authoring.links_of", kind=one.kind, key=new, module=_module_of(one) or None), code=303)


def _module_of(one: Key) -> str:
    return one.unit.rpartition("/")[2] if one.kind == "items" else ""


def refuse_problems(form: Form, field: str, error: Breaks) -> None:
    """What would break, each at its file and line."""
    for problem in error.problems[:10]:
        form.refuse(field, _("Something would break"), problem.line_in(locales.current()))


@pages.page("/rediger/enlever", "/writing/take-away", access=EDUCATOR, methods=("POST",))
def take_away() -> ResponseReturnValue:
    """Take a module, a situation or a picture away for good; its versions stay in the history. One that is used, or was read, stays."""
    one, form = _key_of(request.form), Form(request.form)
    if one.kind not in REMOVABLE:
        abort(400)
    why = "used" if other_places(one) else keys.why_it_stays(one)
    if why:
        form.refuse("away", *keys.reasons()[why])
        return _page(one, form, 409)
    place, problems = desk(), content.catalogue().problems
    try:
        without_transaction(lambda: changing_keys.take_away(place, lambda folder: _without(folder, one), problems))
    except Breaks as error:
        refuse_problems(form, "away", error)
        return _page(one, form, 422)
    except (CannotEdit, ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(form, "away", error)
        return _page(one, form, 503)
    return redirect(url_for("authoring.pictures" if one.kind == "pictures" else "authoring.contents"), code=303)


def _without(folder: Path, one: Key) -> tuple[dict[str, str], list[str]]:
    """Raises CannotEdit, ContentUnreadable."""
    if one.kind == "pictures":
        picture = f"media/{one.key}"
        return {}, [path for path in (picture, f"{picture.rpartition('.')[0]}.json") if (folder / path).is_file()]
    texts: dict[str, str] = {}
    if one.kind == "modules":
        path = shared_files.course_path(folder, one.unit.partition("/")[0])
        text = shared_files.read(folder, path)
        texts[path] = list_edits.remove_place(text, ("modules", shared_files.lines(text, path)[one.key].place))
    return texts, list(_plan(folder, one, one.key).moves)


def other_places(one: Key) -> list[Place]:
    """Places outside its own files and its own line of the course or the register."""
    plan = _plan(settings().shown_content, one, one.key)
    if one.kind == "courses":
        return _modules_of(one.key)
    course, own_line = f"_structure/{one.unit.partition('/')[0]}/course.yml", f"key: {one.key},"
    entry, register = f"{one.key}:", shared_files.REGISTERS.get(one.kind, shared_files.CARDS)
    return [
        place
        for place in plan.places
        if place.path not in plan.moves
        and not (one.kind == "modules" and place.path == course and own_line in place.words)
        and not (place.path == register and place.words.startswith(entry))
    ]


def _modules_of(course: str) -> list[Place]:
    """The line of each module: a course goes once it has none."""
    path = shared_files.course_path(settings().shown_content, course)
    text = shared_files.read(settings().shown_content, path)
    rows = text.split("\n")
    return [Place(path, line.line, rows[line.line - 1].strip()) for line in shared_files.lines(text, path).values()]


def _page(one: Key, form: Form, status: int = 200) -> ResponseReturnValue:
    plan = without_transaction(lambda: _plan(settings().shown_content, one, one.key))
    others, why = other_places(one), keys.why_it_stays(one)
    courses = content_folder.current_structure(settings().shown_content).courses
    page = render_template(
        "authoring/links/links.html",
        one=one,
        module=_module_of(one),
        title=_title(one),
        kind_name=keys.kind_names()[one.kind],
        back=keys.address(one),
        uses=rows_of(others[:MOST]),
        most=MOST,
        places=len(plan.places),
        files=list(plan.moves),
        why=keys.reasons()[why] if why else None,
        is_removable=one.kind in REMOVABLE,
        courses=[("", _("Choose"))]
        + [(key, course.title[locales.current()]) for key, course in courses.items() if key != one.unit.partition("/")[0]],
        form=form,
        longest=new_files.LONGEST_KEY,
    )
    return page, status


def rows_of(places: Sequence[Place]) -> list[dict[str, object]]:
    """As the list of uses shows them."""
    return [
        {"path": one.path.removeprefix("_drafts/"), "line": one.line, "words": one.words, "is_draft": one.path.startswith("_drafts/")}
        for one in places
    ]


def _title(one: Key) -> str:
    if one.kind == "courses":
        return content_folder.current_structure(settings().shown_content).courses[one.key].title[locales.current()]
    if one.kind in ("modules", "situations"):
        return text_files.title(settings().shown_content, f"{locales.current()}/{one.unit}.md") or one.key
    return one.key
