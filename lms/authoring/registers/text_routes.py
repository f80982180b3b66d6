"""The text of a shared file, beside its forms: checked before it is kept, since readers get a register at once and without a draft."""

from collections.abc import Callable, Mapping
from pathlib import Path

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.authoring.registers import other_files, shared_files
from courses.checks.meanings import meaning
from courses.errors import ContentUnreadable, CoursesError, UnknownContent
from courses.model.content import Problem
from courses.text import line_edits
from lms.authoring import working
from lms.authoring.comparing import lines_between
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, pages, today
from lms.authoring.registers import keeping
from lms.authoring.registers.keeping import NotReadable
from lms.errors import NotFound
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

FILE = "/<path:file>"
LONGEST = 1_000_000
Check = Callable[[Path, Mapping[str, str]], None]


class NotThisWay(CoursesError):
    """A change that is made on another page; its words say which."""


def _path(file: str) -> str:
    try:
        return shared_files.check_path(settings().shown_content, file)
    except UnknownContent as error:
        raise NotFound from error


@pages.page(f"/rediger/commun{FILE}", f"/writing/shared{FILE}", access=EDUCATOR)
def shared_text(file: str) -> ResponseReturnValue:
    path = _path(file)
    text = text_files.read(settings().shown_content, path)
    return text_page(path, text, working.mark(text), url_for("authoring.shared_text", file=path))


@pages.page(f"/rediger/commun{FILE}", f"/writing/shared{FILE}", access=EDUCATOR, methods=("POST",))
def save_shared_text(file: str) -> ResponseReturnValue:
    """Look, or keep. A file the site could not read is not kept; what was typed stays in the box."""
    path = _path(file)
    return save_text(path, url_for("authoring.shared_text", file=path), check=_check_other)


def _check_other(own: Path, texts: Mapping[str, str]) -> None:
    """A register without a form is not kept while it breaks something, in itself or in another. Raises NotThisWay, ContentUnreadable."""
    for path, text in texts.items():
        if other_files.is_one(path) and (fresh := other_files.new_errors(own, path, text, today=today())):
            raise NotThisWay(fresh[0].line_in(locales.current()))


def save_text(path: str, address: str, *, check: Check = lambda _own, _texts: None, did: str = "save") -> ResponseReturnValue:
    """address: of the page of this text. check: raises CoursesError for a text that is not kept, with what to say as its words."""
    base, text = request.form.get("base", ""), request.form.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        return text_page(path, text[:LONGEST], base, address, refusal=_("The text is too long"), status=422)
    if request.form.get("do") != "save":
        return text_page(path, text, base, address)
    place = desk()
    try:
        plain = text_files.decode(text)
        without_transaction(
            lambda: keeping.change_files(
                place,
                [path],
                lambda texts: {path: line_edits.merge(texts[path], plain)},
                base=base,
                mark_of=lambda _texts: working.mark(text_files.read(settings().own_content, path)),
                check=check,
                did=did,
            )
        )
        return redirect(address, code=303)
    except TextChanged:
        theirs = text_files.read(settings().shown_content, path)
        return text_page(path, text, working.mark(theirs), address, theirs=theirs, status=409)
    except NotThisWay as error:
        return text_page(path, text, base, address, refusal=str(error), status=422)
    except (NotReadable, ContentUnreadable):
        refusal = _("The site could not read the file any more: nothing was kept")
        return text_page(path, text, base, address, refusal=refusal, status=422)
    except ContentBusy:
        return text_page(path, text, base, address, refusal=_("Somebody else is saving: try again in a moment"), status=503)
    except OSError as error:
        current_app.logger.error("%s cannot be saved: %s", path, error)
        refusal = _("The site cannot write its files. Your text is below: copy it to a safe place, and tell who runs the site")
        return text_page(path, text, base, address, refusal=refusal, status=503)


def text_page(
    path: str, text: str, base: str, address: str, *, theirs: str | None = None, refusal: str = "", status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "authoring/registers/text.html",
        path=path,
        address=address,
        text=text,
        base=base,
        theirs=theirs,
        changes=lines_between(theirs, text) if theirs is not None else [],
        refusal=refusal,
        problems=without_transaction(lambda: _problems(path, text)),
        meaning=meaning,
    )
    return page, status


def _problems(path: str, text: str) -> list[Problem]:
    return shared_files.problems(settings().shown_content, path, text, today=today())
