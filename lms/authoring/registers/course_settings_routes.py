"""What a course is called and how its final test is passed, by form."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.registers import shared_files
from courses.authoring.registers.yaml_places import CannotEdit
from courses.errors import ContentUnreadable
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, pages
from lms.authoring.registers import course_fields, keeping, routes
from lms.authoring.registers.course_routes import COURSE, course_file
from lms.authoring.registers.keeping import NotReadable
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings


@pages.page(f"/rediger/reglage-parcours{COURSE}", f"/writing/course-settings{COURSE}", access=EDUCATOR)
def course_settings(course_key: str) -> ResponseReturnValue:
    values = _values(course_file(course_key).path)
    return _page(course_key, course_fields.opening_form(values), _mark(values))


def _values(path: str, text: str | None = None) -> Mapping[str, Any]:
    """Raises ContentUnreadable."""
    values: Mapping[str, Any] = shared_files.values(shared_files.read(settings().shown_content, path) if text is None else text, path)
    return values


def _mark(values: Mapping[str, Any]) -> str:
    """Of what the form shows: the modules have pages of their own."""
    return keeping.mark({name: value for name, value in values.items() if name != "modules"})


@pages.page(f"/rediger/reglage-parcours{COURSE}", f"/writing/course-settings{COURSE}", access=EDUCATOR, methods=("POST",))
def save_course_settings(course_key: str) -> ResponseReturnValue:
    """Keep what differs, or only look at it."""
    path, form, base = course_file(course_key).path, Form(request.form), request.form.get("base", "")
    objectives = routes.entries_of("objectives")
    try:
        course_fields.edited_text(form, shared_files.read(settings().shown_content, path), path, objectives)
        if not form.is_good or request.form.get("do") == "look":
            return _page(course_key, form, base, status=200 if form.is_good else 422)
        keeping.change(
            desk(),
            path,
            lambda text: course_fields.edited_text(form, text, path, objectives),
            base=base,
            mark_of=lambda text: _mark(_values(path, text)),
        )
    except TextChanged:
        values = _values(path)
        return _page(course_key, form, _mark(values), theirs=course_fields.opening_form(values), status=409)
    except (CannotEdit, ContentUnreadable, NotReadable, ContentBusy, OSError) as error:
        routes.refuse(form, "title_fr", error)
        return _page(course_key, form, base, status=503)
    return redirect(url_for("authoring.course_lines", course_key=course_key), code=303)


def _page(course_key: str, form: Form, base: str, *, theirs: Form | None = None, status: int = 200) -> ResponseReturnValue:
    """theirs: what somebody else saved meanwhile."""
    file = course_file(course_key)
    values = _values(file.path)
    titles = {key: routes.title_of("objectives", one) for key, one in routes.entries_of("objectives").items()}
    rows = course_fields.draw_rows(values)
    page = render_template(
        "authoring/registers/course_settings.html",
        course=file,
        form=form,
        base=base,
        theirs=theirs,
        has_rule=course_fields.has_rule(values),
        may_have_rule=course_fields.may_have_rule(values),
        audience=str(values.get("audience")),
        rows=rows,
        objectives=titles,
        more=[(key, f"{words} ({key})") for key, words in titles.items() if key not in {row.objective for row in rows}],
    )
    return page, status
