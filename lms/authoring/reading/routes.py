"""Reading together: a page block by block beside its other language, with its sources, its remarks and who called what equal."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import reading_blocks, text_files
from courses.authoring.reading_blocks import Block
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable
from courses.library import content_folder
from courses.text.source_texts import Texts
from lms.authoring import routes, working
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.pages import desk, is_readers_name, pages, piece, refusal_page, today, usernames
from lms.authoring.reading import notes, notices, pairs
from lms.authoring.reading.notes import EqualStamp, Notes
from lms.authoring.routes import FILE
from lms.web.database.instants import now
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

LONGEST_CHOICE = 90
"""Signs of a sentence in the list to choose from."""


@pages.page(f"/rediger/relire{FILE}", f"/writing/read{FILE}", access=EDUCATOR)
def reading(file: str) -> ResponseReturnValue:
    """`at`: the block at which a remark is to be written."""
    return _page(piece(file), Form())


def _blocks(path: str) -> list[Block]:
    """None of a file that is absent or cannot be read: its editor says which line."""
    folder = settings().shown_content
    try:
        return reading_blocks.of(text_files.piece(folder, path), text_files.read(folder, path))
    except ContentUnreadable:
        return []


def _page(text_piece: Piece, form: Form, at: str = "", status: int = 200) -> ResponseReturnValue:
    folder = settings().shown_content
    rows, lost = pairs.pairs(_blocks(text_piece.path), _blocks(text_piece.counterpart), notes.read(folder, text_piece.path))
    everybody = {remark.who for row in rows for remark in row.remarks} | {remark.who for remark in lost}
    page = render_template(
        "authoring/reading/page.html",
        made=text_piece,
        rows=rows,
        lost=lost,
        counts=pairs.counts(rows),
        at=at or request.args.get("at", ""),
        form=form,
        people=usernames(everybody),
        sources=content_folder.shared_texts(Texts(folder)).structure.references,
        state=working.state_of(folder, text_piece),
        base=_base(text_piece),
        has_other=bool(text_files.read(folder, text_piece.counterpart)),
        **routes.names(),
    )
    return page, status


def _base(text_piece: Piece) -> str:
    """The mark of both texts as they are shown."""
    folder = settings().shown_content
    return working.mark("\0".join(text_files.read(folder, path) for path in (text_piece.path, text_piece.counterpart)))


@pages.page(f"/rediger/remarque{FILE}", f"/writing/remark{FILE}", access=EDUCATOR, methods=("POST",))
def add_remark(file: str) -> ResponseReturnValue:
    """At a whole block, or at one of its sentences; with other words for it where she has some."""
    text_piece, form, key = piece(file), Form(request.form), request.form.get("block", "")
    block = next((one for one in (*_blocks(text_piece.path), *_blocks(text_piece.counterpart)) if one.key == key), None)
    if block is None:
        abort(404)
    quote, words = form.text("quote"), " ".join(form.text("words").split())
    proposal = " ".join(form.text("proposal").split())
    if not words and not proposal:
        form.refuse("words", _("The remark is missing"), _("Say what you mean, or write other words for the sentence."))
    if len(words) > notes.LONGEST or len(proposal) > notes.LONGEST or not (words + proposal).isprintable():
        form.refuse("words", _("The remark is too long"), _("Up to %(n)s characters.", n=notes.LONGEST))
    if proposal and quote not in block.sentences:
        form.refuse("quote", _("Which sentence?"), _("Choose the sentence that your words replace."))
    if not form.is_good:
        return _page(text_piece, form, key, 422)
    place = desk()
    make = notes.adding(place.who, now(), key, quote if quote in block.sentences else "", words, proposal)
    return _kept(text_piece, make, "remark", key, working.authors(place.folder, text_piece) - {place.who})


def _kept(text_piece: Piece, make: Callable[[Notes], Notes], did: str, key: str, told: set[str]) -> ResponseReturnValue:
    try:
        notes.change(desk(), text_piece.path, make, did)
    except ContentBusy:
        return refusal_page(text_piece.path, _("Somebody else is saving"), _("Try again in a moment."), 503)
    except OSError as error:
        current_app.logger.error("a remark cannot be kept: %s", error)
        words = _("Nothing was made. Tell who runs the site, then try again.")
        return refusal_page(text_piece.path, _("The site cannot write its files"), words, 503)
    notices.enqueue_for(told)
    return redirect(url_for("authoring.reading", file=text_piece.path, _anchor=anchor(key)), code=303)


def anchor(key: str) -> str:
    return "b-" + key.replace("/", "-")


@pages.page(f"/rediger/remarque-close{FILE}", f"/writing/remark-closed{FILE}", access=EDUCATOR, methods=("POST",))
def close_remark(file: str) -> ResponseReturnValue:
    """`do`: close, open, or accept: put the proposed words where the sentence stands."""
    text_piece, do = piece(file), request.form.get("do", "")
    remark = next((one for one in notes.read(settings().shown_content, text_piece.path).remarks if one.id == request.form.get("id")), None)
    if remark is None or do not in ("close", "open", "accept"):
        abort(404)
    place = desk()
    if do == "accept":
        try:
            _replace(text_piece, remark.quote, remark.proposal)
        except (LookupError, TextChanged, ContentUnreadable):
            title = _("The sentence no longer stands there as it was")
            return refusal_page(text_piece.path, title, _("Put the new words in by hand, then close the remark."), 409)
        except ContentBusy:
            return refusal_page(text_piece.path, _("Somebody else is saving"), _("Try again in a moment."), 503)
    make = notes.closing(remark.id, place.who, now(), is_open=do == "open")
    return _kept(text_piece, make, "remark", remark.block, {remark.who} - {place.who})


def _replace(text_piece: Piece, quote: str, proposal: str) -> None:
    """Raises LookupError unless the sentence stands once in the file, on one line or over several."""
    place = desk()
    text = text_files.read(place.folder, text_piece.path)
    spans = reading_blocks.places_of(quote, text) if quote and proposal else []
    if len(spans) != 1:
        raise LookupError(quote)
    start, end = spans[0]
    working.save(place, text_piece, text[:start] + proposal + text[end:], working.mark(text))


@pages.page(f"/rediger/egal{FILE}", f"/writing/equal{FILE}", access=EDUCATOR, methods=("POST",))
def stamp_equal(file: str) -> ResponseReturnValue:
    """Somebody who did not write the translation says by her name which of its blocks say what the source says."""
    text_piece, form, place = piece(file), Form(request.form), desk()
    ours, theirs = ({one.key: one.text for one in _blocks(path)} for path in (text_piece.path, text_piece.counterpart))
    keys = [key for key in request.form.getlist("equal") if key in ours and key in theirs]
    if not is_readers_name(form.text("by")):
        form.refuse("by", _("Your name is missing"), _("Write your name and your function, up to 80 characters."))
    if not keys:
        form.refuse("by", _("No block is ticked"), _("Tick each block that you have read in both languages."))
    if request.form.get("base") != _base(text_piece):
        form.refuse("by", _("The page changed in the meantime"), _("Read it once more, then tick."))
    if place.who in working.authors(place.folder, text_piece):
        form.refuse("by", _("You wrote part of this page"), _("Another educator says that both languages are equal."))
    if not form.is_good:
        return _page(text_piece, form, status=422)
    on = today().isoformat()
    stamps = {key: EqualStamp(form.text("by"), place.who, on, theirs[key], ours[key]) for key in keys}
    return _kept(text_piece, notes.stamping(stamps), "equal", keys[-1], set())


@pages.context_processor
def reading_words() -> dict[str, Any]:
    return {"anchor_of": anchor, "sentence_choices": lambda sentences: [(one, one[:LONGEST_CHOICE]) for one in sentences]}
