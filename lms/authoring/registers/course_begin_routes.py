"""A new course by form: its key, its readers, its words, and for professionals the rule of its final test."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring.registers import shared_files
from courses.authoring.registers.yaml_places import flow
from courses.checks.meanings import meaning
from courses.library import content_folder, new_files
from courses.library.new_files import CannotBegin
from courses.library.structure import AUDIENCES
from courses.model.content import Problem
from courses.text.keys import LANGUAGES
from lms.authoring import working
from lms.authoring.errors import ContentBusy
from lms.authoring.pages import desk, pages, today
from lms.authoring.registers import course_fields, routes
from lms.authoring.registers.course_routes import course_file
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.forms import Form, on_one_line
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings


@pages.page("/rediger/nouveau-cours", "/writing/new-course", access=EDUCATOR)
def new_course() -> ResponseReturnValue:
    """`like`: a course whose settings fill the form; its titles and its modules are its own."""
    like = request.args.get("like", "")
    if like not in content_folder.current_structure(settings().shown_content).courses:
        return _page(Form({"version": "1.0", **course_fields.NEW_RULE}))
    values = shared_files.values(shared_files.read(settings().shown_content, course_file(like).path), course_file(like).path)
    boxes = course_fields.opening_boxes(values)
    own = {"key": "", "version": "1.0", "obsolete_before": "", **{f"title_{language}": "" for language in LANGUAGES}}
    return _page(Form({**boxes, **own, "audience": str(values.get("audience"))}))


@pages.page("/rediger/nouveau-cours", "/writing/new-course", access=EDUCATOR, methods=("POST",))
def begin_course() -> ResponseReturnValue:
    """Make the course, without a module yet, or only look at what it would be."""
    form = Form(request.form)
    key, objectives = form.text("key"), routes.entries_of("objectives")
    text = course_text(form, objectives)
    _check_key(form, key)
    if not form.is_good or request.form.get("do") == "look":
        return _page(form, text=text, status=200 if form.is_good else 422)
    try:
        working.begin(desk(), lambda folder: new_files.course(folder, key, text))
        return redirect(url_for("authoring.course_lines", course_key=key), code=303)
    except CannotBegin as refusal:
        form.refuse("key", *_why(refusal))
    except ContentBusy:
        form.refuse("key", _("Somebody else is saving"), _("Try again in a moment."))
    except OSError as error:
        current_app.logger.error("a course cannot be begun: %s", error)
        form.refuse("key", _("The site cannot write its files"), _("Nothing was made. Tell who runs the site, then try again."))
    return _page(form, text=text, status=422)


def course_text(form: Form, objectives: Mapping[str, Any]) -> str:
    """The course.yml that the form describes; refuses in its box what cannot be taken."""
    audience = form.text("audience")
    if audience not in AUDIENCES:
        form.refuse("audience", _("The readers are missing"), _("Choose whom the course is for: it stays so."))
    course_fields.check_words(form)
    course_fields.check_version(form, "version")
    course_fields.check_credential(form)
    words = {f"{name}_{one}": on_one_line(form.text(f"{name}_{one}")) for name in ("title", "summary") for one in LANGUAGES}
    lines = [
        f"key: {form.text('key') or 'key'}",
        f"audience: {audience}",
        f"title: {flow({one: words[f'title_{one}'] for one in LANGUAGES})}",
        "summary:",
        *(f"  {one}: {flow(words[f'summary_{one}'])}" for one in LANGUAGES),
        f"version: {flow(form.text('version'))}",
        f"credential: {form.text('credential')}",
        "modules: []",
    ]
    text = "\n".join(lines) + "\n"
    if form.text("has_test") != "yes":
        return text
    if not course_fields.may_have_rule({"audience": audience}):
        form.refuse("has_test", _("No final test for these readers"), _("Patients and carers never meet a mark: untick it."))
        return text
    rule = course_fields.new_rule(form, objectives)
    if form.is_good:
        text = course_fields.with_rule(text, rule)
        course_fields.check_rule(form, text, "course.yml")
    return text


def _check_key(form: Form, key: str) -> None:
    """While one types, too: a key that is taken is said before the button is pressed."""
    try:
        new_files.course(settings().shown_content, key, "")
    except CannotBegin as refusal:
        form.refuse("key", *_why(refusal))


def _why(refusal: CannotBegin) -> tuple[str, str]:
    return {
        "key": (_("The key is not one"), _("Lower-case letters and digits joined by hyphens, like mouth-care.")),
        "long": (_("The key is too long"), _("Up to %(n)s characters.", n=new_files.LONGEST_KEY)),
        "taken": (_("This key is taken"), _("A course or a folder has it already. Choose another key.")),
    }[refusal.why]


def _problems(form: Form, text: str) -> list[Problem]:
    """What the checks would say of the course, beside the other files."""
    path = f"_structure/{form.text('key')}/course.yml"
    return without_transaction(lambda: shared_files.problems(settings().shown_content, path, text, today=today()))


def _page(form: Form, *, text: str = "", status: int = 200) -> ResponseReturnValue:
    """text: what the course would be; it is looked at once nothing in the form is refused."""
    titles = {key: routes.title_of("objectives", one) for key, one in routes.entries_of("objectives").items()}
    courses = content_folder.current_structure(settings().shown_content).courses
    page = render_template(
        "authoring/registers/new_course.html",
        form=form,
        courses={key: course.title[locales.current()] for key, course in courses.items()},
        more=[(key, f"{words} ({key})") for key, words in titles.items()],
        is_looked_at=bool(text) and form.is_good,
        problems=_problems(form, text) if text and form.is_good else [],
        meaning=meaning,
    )
    return page, status
