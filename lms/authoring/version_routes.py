"""Versions of a page: who changed what, an old text kept once more; and the steps from draft to published and back."""

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import text_files
from courses.authoring.text_files import Piece
from courses.authoring.translation_stamps import CannotStamp
from courses.errors import ContentUnreadable
from courses.library.publication_states import NotThisWay
from courses.text.source_texts import DRAFTS
from lms.authoring import history, routes, working
from lms.authoring.comparing import lines_between
from lms.authoring.errors import ContentBusy, NotReady, ReadByItsAuthor, TextChanged
from lms.authoring.pages import back_to, desk, is_readers_name, pages, piece, refusal_page, today, usernames
from lms.authoring.reading import notices
from lms.authoring.routes import FILE
from lms.authoring.shipped import waiting
from lms.web.database.extensions import reading_session
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings


@pages.page(f"/rediger/versions{FILE}", f"/writing/versions{FILE}", access=EDUCATOR)
def versions(file: str) -> ResponseReturnValue:
    """Every version of a file; `at` shows one, compared with the text of today."""
    text_piece, own = piece(file), settings().own_content
    rows = history.versions(own, [text_piece.path, f"{DRAFTS}/{text_piece.path}"])
    version = next((row for row in rows if row.key == request.args.get("at")), None)
    text = text_files.read(settings().shown_content, text_piece.path)
    old = working.text_of(own, text_piece, version.key) if version else None
    return render_template(
        "authoring/versions.html",
        made=text_piece,
        rows=rows,
        names=usernames({row.who for row in rows}),
        shown=version,
        old=old,
        changes=lines_between(old, text) if old is not None else [],
        base=working.mark(text),
    )


@pages.page(f"/rediger/reprendre{FILE}", f"/writing/restore{FILE}", access=EDUCATOR, methods=("POST",))
def restore(file: str) -> ResponseReturnValue:
    text_piece = piece(file)
    try:
        if not working.restore(desk(), text_piece, request.form.get("at", ""), request.form.get("base", "")):
            abort(404)
    except TextChanged:
        return refusal_page(file, _("The page changed in the meantime"), _("Look at its versions again, then choose."), 409)
    return back_to(text_piece.path)


@pages.page(f"/rediger/etat{FILE}", f"/writing/state{FILE}", access=EDUCATOR, methods=("POST",))
def move(file: str) -> ResponseReturnValue:
    """A step of the page: to a second reader, back to draft, withdrawn, or published by its reader."""
    text_piece, to = piece(file), request.form.get("to", "")
    if to not in ("in_review", "draft", "withdrawn", "published"):
        abort(400)
    if to == "published":
        return _sign(text_piece)
    place = desk()
    try:
        working.move(place, text_piece, to)
    except Exception as error:
        title, words, status = _why_not(error)
        return refusal_page(file, title, words, status)
    if to == "in_review":
        but = {place.who, *working.authors(place.folder, text_piece)}
        notices.enqueue_for(notices.other_educators(reading_session(), but))
    return back_to(text_piece.path)


def _sign(text_piece: Piece) -> ResponseReturnValue:
    """Publish it in the reader's name; what she typed stays when it is not taken."""
    form = Form(request.form)
    until = _until(form)
    if stale := waiting.stale_blocks(settings().content, settings().own_content, text_piece.unit):
        words = _(
            "The shipped text changed these safety blocks: %(keys)s. Take the change over first, under Shipped texts.",
            keys=", ".join(stale),
        )
        form.refuse("has_read", _("A safety block is old"), words)
    if until is None or not form.is_good:
        return routes.unsigned(text_piece, form, 422)
    try:
        working.publish(desk(), text_piece, by=form.text("by"), expires=until, base=form.text("read"))
    except Exception as error:
        title, words, status = _why_not(error)
        form.refuse("by", title, words)
        return routes.unsigned(text_piece, form, status)
    return back_to(text_piece.path)


def _why_not(error: Exception) -> tuple[str, str, int]:
    """Title, words and status of what stood in the way. Raises what is a defect of ours."""
    if isinstance(error, NotReady):
        return (
            _("There is something to put right first"),
            "\n".join(problem.line_in(locales.current()) for problem in error.problems[:20]),
            422,
        )
    if isinstance(error, ReadByItsAuthor):
        words = _("You wrote part of it since it was last published. Ask another educator to read it.")
        return _("A page is read by somebody else than its author"), words, 403
    if isinstance(error, TextChanged):
        return _("The page changed in the meantime"), _("Read it once more, then sign."), 409
    if isinstance(error, NotThisWay | ContentUnreadable | CannotStamp | FileNotFoundError):
        return _("The page cannot go there from where it stands"), _("Open it again and look at its state."), 409
    if isinstance(error, ContentBusy):
        return _("Somebody else is saving"), _("Try again in a moment."), 503
    raise error


def _until(form: Form) -> date | None:
    if not is_readers_name(form.text("by")):
        form.refuse("by", _("Your name is missing"), _("Write your name and your function as readers will see them, up to 80 characters."))
    if form.text("has_read") != "yes":
        form.refuse("has_read", _("Have you read it?"), _("Tick the box once you have read every sentence against its source."))
    try:
        until = date.fromisoformat(form.text("expires"))
    except ValueError:
        until = today()
    if until <= today():
        form.refuse("expires", _("The expiry is missing"), _("Choose a day to come: 6 months at most for red flags, 12 for the rest."))
    return until
