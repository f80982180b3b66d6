"""One page by form: its title, its summary, its authors and its words; a situation also when, where and which choice is safe."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import page_parts, text_files
from courses.authoring.registers.yaml_edits import CannotEdit
from courses.authoring.text_files import LONGEST, Piece
from courses.errors import ContentUnreadable
from courses.library import content_folder
from courses.library.content_folder import SOURCE
from courses.text.source_texts import Texts
from lms.authoring import routes, working
from lms.authoring.comparing import lines_between
from lms.authoring.errors import ContentBusy, ContentLost, TextChanged
from lms.authoring.forms import cited_sources, situation_fields
from lms.authoring.pages import desk, pages, piece
from lms.authoring.registers import routes as register_routes
from lms.authoring.routes import FILE
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

LONGEST_LINE = 300


@pages.page(f"/rediger/fiche{FILE}", f"/writing/form{FILE}", access=EDUCATOR)
def page_form(file: str) -> ResponseReturnValue:
    """A head that cannot be read has no form: its text says which line."""
    text_piece = piece(file)
    if text_piece.kind == "items":
        return redirect(url_for("authoring.questions", file=text_piece.path), code=303)
    text = text_files.read(settings().shown_content, text_piece.path)
    try:
        front = page_parts.front(text, text_piece.path)
    except ContentUnreadable:
        return redirect(url_for("authoring.edit", file=text_piece.path), code=303)
    field_values = {"title": front.text("title"), "summary": front.text("summary"), "authors": ", ".join(front.words("authors"))}
    if is_scene(text_piece):
        field_values |= situation_fields.field_values(front.values)
    return _page(text_piece, Form(field_values), front.body, working.mark(text), front.values)


def is_scene(text_piece: Piece) -> bool:
    """Whether the file holds the structure of a situation, not its words alone."""
    return text_piece.kind == "situation" and text_piece.language == SOURCE


@pages.page(f"/rediger/fiche{FILE}", f"/writing/form{FILE}", access=EDUCATOR, methods=("POST",))
def save_page_form(file: str) -> ResponseReturnValue:
    """Keep what differs, or look at it as readers will see it."""
    text_piece, base, posted_form = piece(file), request.form.get("base", ""), Form(request.form)
    body = request.form.get("body", "").replace("\r\n", "\n")
    text = text_files.read(settings().shown_content, text_piece.path)
    try:
        values = page_parts.front(text, text_piece.path).values
        head = _head(text_piece, posted_form, values)
        if len(body) > LONGEST:
            posted_form.refuse("body", _("The text is too long"), _("Up to %(n)s characters: make two pages of it.", n=LONGEST))
        new_text = page_parts.with_parts(text, text_piece.path, head, body.rstrip("\n") + "\n") if posted_form.is_good else text
    except (ContentUnreadable, CannotEdit):
        posted_form.refuse("title", _("A form cannot change this page"), _("Open its marked text: its layout is too special."))
        return _page(text_piece, posted_form, body, base, {}, status=422)
    if not posted_form.is_good:
        return _page(text_piece, posted_form, body, base, values, status=422)
    if request.form.get("do") != "save":
        return _page(text_piece, posted_form, body, base, values, preview_of=new_text)
    try:
        place = desk()
        if working.mark(text) != base:
            raise TextChanged(text_piece.path)
        working.save(place, text_piece, new_text, base)
        cited_sources.put_in_list(place, text_piece)
        return redirect(url_for("authoring.page_form", file=text_piece.path), code=303)
    except TextChanged:
        theirs = text_files.read(settings().shown_content, text_piece.path)
        changes = lines_between(theirs, page_parts.with_parts(theirs, text_piece.path, head, body))
        return _page(text_piece, posted_form, body, working.mark(theirs), values, changes=changes, status=409)
    except ContentLost:
        raise
    except (ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(posted_form, "title", error)
        return _page(text_piece, posted_form, body, base, values, status=503)


def _head(text_piece: Piece, posted_form: Form, values: Mapping[str, Any]) -> dict[tuple[str | int, ...], Any]:
    """Path -> value of what the form may say; refuses what cannot be taken."""
    title = " ".join(posted_form.text("title").split())
    if not title or len(title) > LONGEST_LINE or not title.isprintable():
        posted_form.refuse("title", _("The title is missing or too long"), _("Write a title of up to %(n)s characters.", n=LONGEST_LINE))
    head: dict[tuple[str | int, ...], Any] = {("title",): title}
    if text_piece.kind == "text":
        summary, authors = (
            " ".join(posted_form.text("summary").split()),
            [one.strip() for one in posted_form.text("authors").split(",") if one.strip()],
        )
        if not summary or len(summary) > LONGEST_LINE or not summary.isprintable():
            words = _("One sentence of up to %(n)s characters that says what the page is for.", n=LONGEST_LINE)
            posted_form.refuse("summary", _("The summary is missing or too long"), words)
        if not authors or not all(one.isprintable() and len(one) <= LONGEST_LINE for one in authors):
            posted_form.refuse("authors", _("The authors are missing"), _("Their names as readers will see them, joined by commas."))
        head |= {("summary",): summary, ("authors",): authors}
    if is_scene(text_piece):
        head |= situation_fields.read(posted_form, request.form, values, _known())
    return head


def _known() -> situation_fields.Known:
    folder = settings().shown_content
    structure = content_folder.shared_texts(Texts(folder)).structure
    return situation_fields.known_keys(folder, structure)


def _page(
    text_piece: Piece,
    posted_form: Form,
    body: str,
    base: str,
    values: Mapping[str, Any],
    *,
    preview_of: str | None = None,
    changes: Any = None,
    status: int = 200,
) -> ResponseReturnValue:
    """looked: the whole text, to be checked and shown. changes: between what somebody else saved and this."""
    folder = settings().shown_content
    text = preview_of if preview_of is not None else text_files.read(folder, text_piece.path)
    scene = situation_fields.choices_of_form(posted_form, request.form, values, _known()) if is_scene(text_piece) else None
    page = render_template(
        "authoring/forms/page.html",
        made=text_piece,
        form=posted_form,
        body=body,
        base=base,
        scene=scene,
        changes=changes,
        state=working.state_of(folder, text_piece),
        sources=_sources(),
        pictures=[],
        lacks_simple=text_piece.kind == "text" and not text_files.read(folder, text_piece.unit[2]),
        lacks_other=not text_files.read(folder, text_piece.counterpart),
        **routes.names(),
        **routes.looked_at(text_piece, text),
    )
    return page, status


def _sources() -> list[tuple[str, str]]:
    entries = register_routes.entries_of("sources")
    return sorted(((key, register_routes.title_of("sources", one)) for key, one in entries.items()), key=lambda row: row[1].casefold())
