"""A course by form: its modules in the order learners meet them, and what the course says of each one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.authoring.registers import list_edits, shared_files, yaml_edits
from courses.authoring.registers.shared_files import Entry
from courses.authoring.registers.yaml_places import CannotEdit
from courses.checks.meanings import meaning
from courses.errors import UnknownContent
from courses.library import content_folder
from courses.library.content_folder import LANGUAGES
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, pages
from lms.authoring.registers import keeping, routes
from lms.authoring.registers.keeping import NotReadable
from lms.errors import NotFound
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site import content
from lms.web.site.layout import settings

MOST_MINUTES = 60
COURSE = "/<course_key>"
LINE = "/<course_key>/<module_key>"


@dataclass(frozen=True, slots=True)
class CourseFile:
    """One course.yml as it stands: its modules in order, its title in the language of the page."""

    key: str
    path: str
    title: str
    lines: dict[str, Entry]


@dataclass(frozen=True, slots=True)
class _Lists:
    """What a line of a course lists, by the names of its file."""

    objectives: list[str]
    requires: list[str]
    mirrors: list[str]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        return cls(*(list(values.get(name) or ()) for name in ("objectives", "requires", "mirrors")))


def _modules_for_others(file: CourseFile) -> dict[str, str]:
    """Titles by key of the modules that other readers have, in the order of the courses."""
    of_site = content_folder.current_structure(settings().shown_content)
    mine = of_site.courses[file.key].audience if file.key in of_site.courses else None
    return {key: module_title(one.course, key) for key, one in of_site.modules.items() if one.audience != mine}


def course_file(course_key: str) -> CourseFile:
    """Raises NotFound, ContentUnreadable."""
    try:
        path = shared_files.course_path(settings().shown_content, course_key)
    except UnknownContent as error:
        raise NotFound from error
    text = shared_files.read(settings().shown_content, path)
    titles = shared_files.values(text, path).get("title")
    title = titles.get(locales.current()) if isinstance(titles, dict) else None
    return CourseFile(course_key, path, str(title or course_key), shared_files.lines(text, path))


def module_title(course_key: str, module_key: str) -> str:
    language = locales.current()
    for one in (language, *LANGUAGES):
        title = text_files.title(settings().shown_content, f"{one}/{course_key}/{module_key}.md")
        if title:
            return title
    return module_key


def _mark_of_order(lines: dict[str, Entry]) -> str:
    return keeping.mark(list(lines))


@pages.page(f"/rediger/parcours{COURSE}", f"/writing/course{COURSE}", access=EDUCATOR)
def course_lines(course_key: str) -> ResponseReturnValue:
    return _order_page(course_file(course_key), Form())


def _order_page(file: CourseFile, form: Form, status: int = 200) -> ResponseReturnValue:
    titles = {key: module_title(file.key, key) for key in file.lines}
    page = render_template(
        "authoring/registers/course.html",
        course=file,
        titles=titles,
        form=form,
        base=_mark_of_order(file.lines),
        problems=[one for one in content.catalogue().problems if one.path == file.path],
        meaning=meaning,
    )
    return page, status


@pages.page(f"/rediger/parcours{COURSE}", f"/writing/course{COURSE}", access=EDUCATOR, methods=("POST",))
def order_course(course_key: str) -> ResponseReturnValue:
    """Move one module a place up or down."""
    file, form = course_file(course_key), Form(request.form)
    keys, key = list(file.lines), request.form.get("module", "")
    if key not in keys or request.form.get("to") not in ("up", "down"):
        abort(400)
    beside = keys.index(key) + (-1 if request.form["to"] == "up" else 1)
    if not 0 <= beside < len(keys):
        return redirect(url_for("authoring.course_lines", course_key=course_key), code=303)
    place, other = file.lines[key].place, file.lines[keys[beside]].place
    try:
        keeping.change(
            desk(),
            file.path,
            lambda text: list_edits.swap_places(text, ("modules",), place, other),
            base=request.form.get("base", ""),
            mark_of=lambda text: _mark_of_order(shared_files.lines(text, file.path)),
        )
    except TextChanged:
        form.refuse("order", _("Somebody changed the order after you opened it"), _("The list below is as it stands now: move it again."))
        return _order_page(course_file(course_key), form, 409)
    except (CannotEdit, NotReadable, ContentBusy, OSError) as error:
        routes.refuse(form, "order", error)
        return _order_page(file, form, 503)
    return redirect(url_for("authoring.course_lines", course_key=course_key, _anchor=key), code=303)


@pages.page(f"/rediger/parcours{LINE}", f"/writing/course{LINE}", access=EDUCATOR)
def course_line(course_key: str, module_key: str) -> ResponseReturnValue:
    file = course_file(course_key)
    if module_key not in file.lines:
        raise NotFound
    values = file.lines[module_key].values
    posted_form = {"minutes": str(values.get("minutes", "")), "critical": "yes" if values.get("critical") is True else ""}
    return _line_page(file, module_key, Form(posted_form), _Lists.of(values), keeping.mark(values))


def _line_page(
    file: CourseFile, module_key: str, form: Form, lists: _Lists, base: str, *, theirs: Any = None, status: int = 200
) -> ResponseReturnValue:
    all_objectives = {key: routes.title_of("objectives", one) for key, one in routes.entries_of("objectives").items()}
    chosen_keys = [key for key in lists.objectives if key in all_objectives]
    page = render_template(
        "authoring/registers/course_line.html",
        course=file,
        module=module_key,
        title=module_title(file.key, module_key),
        form=form,
        objectives=all_objectives,
        chosen_keys=chosen_keys,
        others={key: module_title(file.key, key) for key in file.lines if key != module_key},
        requires=lists.requires,
        others_of_audience=_modules_for_others(file),
        mirrors=lists.mirrors,
        base=base,
        theirs=theirs,
        most=MOST_MINUTES,
    )
    return page, status


@pages.page(f"/rediger/parcours{LINE}", f"/writing/course{LINE}", access=EDUCATOR, methods=("POST",))
def save_course_line(course_key: str, module_key: str) -> ResponseReturnValue:
    file, form = course_file(course_key), Form(request.form)
    if module_key not in file.lines:
        raise NotFound
    for_others = _modules_for_others(file)
    lists = _Lists(
        [key for key in request.form.getlist("objective") if key in routes.entries_of("objectives")],
        [key for key in request.form.getlist("requires") if key in file.lines and key != module_key],
        list(dict.fromkeys(key for key in request.form.getlist("mirrors") if key in for_others)),
    )
    base, is_critical = request.form.get("base", ""), form.text("critical") == "yes"
    _check_line(file, module_key, form, lists.objectives, is_critical=is_critical)
    if request.form.get("do") == "look":
        return _line_page(file, module_key, form, lists, base, status=200 if form.is_good else 422)
    if form.is_good:
        wanted_values = {"minutes": int(form.text("minutes")), "critical": is_critical, **asdict(lists)}
        try:
            keeping.change(
                desk(),
                file.path,
                lambda text: _with_line(text, file.path, module_key, wanted_values),
                base=base,
                mark_of=lambda text: keeping.mark(getattr(shared_files.lines(text, file.path).get(module_key), "values", None)),
            )
            return redirect(url_for("authoring.course_lines", course_key=course_key, _anchor=module_key), code=303)
        except TextChanged:
            theirs = course_file(course_key).lines.get(module_key)
            values = theirs.values if theirs else None
            return _line_page(file, module_key, form, lists, keeping.mark(values), theirs=values, status=409)
        except (CannotEdit, NotReadable, ContentBusy, OSError) as error:
            routes.refuse(form, "minutes", error)
    return _line_page(file, module_key, form, lists, base, status=422)


def _check_line(file: CourseFile, module_key: str, form: Form, objectives: list[str], *, is_critical: bool) -> None:
    minutes = form.text("minutes")
    if not minutes.isdecimal() or not 1 <= int(minutes) <= MOST_MINUTES:
        form.refuse("minutes", _("The minutes are not a number"), _("A whole number from 1 to %(n)s.", n=MOST_MINUTES))
    if not objectives:
        form.refuse("objective", _("The objectives are missing"), _("Choose at least one."))
    was_critical = file.lines[module_key].values.get("critical") is True
    states = {text_files.state(settings().shown_content, f"{language}/{file.key}/{module_key}.md") for language in LANGUAGES}
    if was_critical and not is_critical and "published" in states:
        # A red flag is looked at twice as often; nobody takes that from a page alone while readers have it.
        words = _("Readers have this module now. Withdraw it first; then a second person reads it once more.")
        form.refuse("critical", _("A published module stays a red flag"), words)


def _with_line(text: str, path: str, module_key: str, wanted_values: dict[str, Any]) -> str:
    lines = shared_files.lines(text, path)
    place, values = lines[module_key].place, lines[module_key].values
    for name, value in wanted_values.items():
        old = values.get(name)
        if old == value or (not old and not value):
            continue
        text = yaml_edits.set_value(text, ("modules", place, name), value)
    return text
