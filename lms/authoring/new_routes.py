"""A new module or situation from the browser: its files in both languages, ready to be filled in."""

from collections.abc import Callable
from pathlib import Path

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.library import content_folder, new_files
from courses.library.new_files import CannotBegin, NewFile
from courses.text.keys import LANGUAGES
from lms.authoring import working
from lms.authoring.errors import ContentBusy
from lms.authoring.pages import desk, pages, today
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

LONGEST_TITLE = 120
SITUATION = "situation"


@pages.page("/rediger/nouveau", "/writing/new", access=EDUCATOR)
def new() -> ResponseReturnValue:
    """`where`: a course that asks for the page."""
    return _page(Form(request.args))


@pages.page("/rediger/nouveau", "/writing/new", access=EDUCATOR, methods=("POST",))
def begin() -> ResponseReturnValue:
    """Make the files and go on writing the one in the author's language, where it has a title; what cannot be taken says why."""
    form = Form(request.form)
    titles = {language: " ".join(form.text(f"title_{language}").split()) for language in LANGUAGES}
    own = locales.current()
    for language, title in titles.items():
        if len(title) > LONGEST_TITLE or (language == own and not any(titles.values())):
            what = _("Write a title of up to %(n)s characters.", n=LONGEST_TITLE)
            form.refuse(f"title_{language}", _("The title is missing or too long"), what)
    if not form.text("where"):
        form.refuse("where", _("The place is missing"), _("Choose a course, or the game."))
    of_game = form.text("copy_of").startswith(f"{new_files.SITUATIONS}/")
    if form.text("copy_of") and of_game != (form.text("where") == SITUATION):
        form.refuse("copy_of", _("This cannot be copied there"), _("A module is copied into a course, a situation into the game."))
    if form.is_good:
        try:
            paths = working.begin(desk(), _files_of(form.text("where"), form.text("key"), titles, form.text("copy_of")))
            return redirect(url_for("authoring.page_form", file=_first(paths, own if titles[own] else "")), code=303)
        except CannotBegin as refusal:
            form.refuse("where" if refusal.why == "course" else "key", *_why(refusal))
        except ContentBusy:
            form.refuse("key", _("Somebody else is saving"), _("Try again in a moment."))
        except OSError as error:
            current_app.logger.error("a page cannot be begun: %s", error)
            form.refuse("key", _("The site cannot write its files"), _("Nothing was made. Tell who runs the site, then try again."))
    return _page(form, 422)


def _first(paths: list[str], language: str) -> str:
    """The page in this language, or the first one."""
    return next((path for path in paths if path.startswith(f"{language}/") and not path.endswith(content_folder.ITEMS)), paths[0])


def _files_of(where: str, key: str, titles: dict[str, str], copy_of: str) -> Callable[[Path], list[NewFile]]:
    on = today()
    if where == SITUATION and copy_of in _situations():
        return lambda folder: new_files.copy_situation(folder, key, copy_of.partition("/")[2], today=on, titles=titles)
    if where == SITUATION:
        return lambda folder: new_files.situation(folder, key, today=on, titles=titles)
    if copy_of in _modules():
        return lambda folder: new_files.copy(folder, where, key, copy_of, today=on, titles=titles)
    return lambda folder: new_files.module(folder, where, key, today=on, titles=titles)


def _modules() -> dict[str, str]:
    """course/module -> the title of the module, for those that may be copied."""
    folder = settings().shown_content
    entries = content_folder.current_structure(folder).modules.values()
    heads = {f"{one.course}/{one.key}": one.key for one in entries}
    return {head: text_files.title(folder, f"{locales.current()}/{head}.md") or key for head, key in heads.items()}


def _situations() -> dict[str, str]:
    """situations/key -> its title."""
    folder = settings().shown_content
    keys = sorted(path.stem for path in (folder / "fr" / new_files.SITUATIONS).glob("*.md"))
    heads = {f"{new_files.SITUATIONS}/{key}": key for key in keys}
    return {head: text_files.title(folder, f"{locales.current()}/{head}.md") or key for head, key in heads.items()}


def _why(refusal: CannotBegin) -> tuple[str, str]:
    return {
        "key": (_("The key is not one"), _("Lower-case letters and digits joined by hyphens, like mouth-care.")),
        "long": (_("The key is too long"), _("Up to %(n)s characters.", n=new_files.LONGEST_KEY)),
        "taken": (_("This key is taken"), _("The file %(file)s has it already. Open that one, or choose another key.", file=refusal.where)),
        "course": (_("There is no such course"), _("Choose a course, or the game.")),
    }[refusal.why]


def _page(form: Form, status: int = 200) -> ResponseReturnValue:
    courses = content_folder.current_structure(settings().shown_content).courses
    places = [("", _("Choose")), *((key, course.title[locales.current()]) for key, course in courses.items())]
    scenes = [(head, _("Situation: %(title)s", title=title)) for head, title in _situations().items()]
    copies = [("", _("nothing: a new page")), *_modules().items(), *scenes]
    places.append((SITUATION, _("The game: a situation")))
    return render_template("authoring/new.html", form=form, places=places, copies=copies), status
