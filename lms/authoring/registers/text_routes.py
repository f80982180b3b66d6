"""The text of a shared file, beside its forms: checked before it is kept, since readers get a register at once and without a draft."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.authoring.registers import shared_files
from courses.checks.meanings import meaning
from courses.errors import ContentUnreadable, UnknownContent
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
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

FILE = "/<path:file>"
LONGEST = 1_000_000


def _path(file: str) -> str:
    try:
        return shared_files.check_path(settings().shown_content, file)
    except UnknownContent as error:
        raise NotFound from error


@pages.page(f"/rediger/commun{FILE}", f"/writing/shared{FILE}", access=EDUCATOR)
def shared_text(file: str) -> ResponseReturnValue:
    path = _path(file)
    text = text_files.read(settings().shown_content, path)
    return _page(path, text, working.mark(text))


@pages.page(f"/rediger/commun{FILE}", f"/writing/shared{FILE}", access=EDUCATOR, methods=("POST",))
def save_shared_text(file: str) -> ResponseReturnValue:
    """Look, or keep. A file the site could not read is not kept; what was typed stays in the box."""
    path, base = _path(file), request.form.get("base", "")
    text = request.form.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        return _page(path, text[:LONGEST], base, refusal=_("The text is too long"), status=422)
    if request.form.get("do") != "save":
        return _page(path, text, base)
    try:
        plain = text_files.decode(text)
        keeping.change(
            desk(),
            path,
            lambda before: line_edits.merge(before, plain),
            base=base,
            mark_of=lambda _before: working.mark(text_files.read(settings().own_content, path)),
        )
        return redirect(url_for("authoring.shared_text", file=path), code=303)
    except TextChanged:
        theirs = text_files.read(settings().shown_content, path)
        return _page(path, text, working.mark(theirs), theirs=theirs, status=409)
    except (NotReadable, ContentUnreadable):
        return _page(path, text, base, refusal=_("The site could not read the file any more: nothing was kept"), status=422)
    except ContentBusy:
        return _page(path, text, base, refusal=_("Somebody else is saving: try again in a moment"), status=503)
    except OSError as error:
        current_app.logger.error("%s cannot be saved: %s", path, error)
        refusal = _("The site cannot write its files. Your text is below: copy it to a safe place, and tell who runs the site")
        return _page(path, text, base, refusal=refusal, status=503)


def _page(path: str, text: str, base: str, *, theirs: str | None = None, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "authoring/registers/text.html",
        path=path,
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
