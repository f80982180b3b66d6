"""One page by form: its title, its summary, its authors and its words; a situation in boxes for each of its parts."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import page_parts, scene_edits, text_files
from courses.authoring.registers.yaml_places import CannotEdit
from courses.authoring.text_files import LONGEST, Piece
from courses.errors import ContentUnreadable
from courses.library import new_files
from courses.text.front_matter import FrontMatter
from lms.authoring import routes, working
from lms.authoring.comparing import lines_between
from lms.authoring.errors import ContentBusy, ContentLost, TextChanged
from lms.authoring.forms import cited_sources, insertions, scene_view
from lms.authoring.forms.situation_fields import HeadValues
from lms.authoring.pages import desk, pages, piece
from lms.authoring.registers import routes as register_routes
from lms.authoring.routes import FILE
from lms.web.routing.forms import Form, is_printable, on_one_line
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings

LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Other:
    """The same page in the other language, as its author typed it."""

    language: str
    title: str
    summary: str
    body: str


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
    if scene_view.is_scene(text_piece):
        field_values |= scene_view.field_values(text_piece, front)
    return _page(text_piece, Form(field_values), front.body, working.mark(text), front)


@pages.page(f"/rediger/fiche{FILE}", f"/writing/form{FILE}", access=EDUCATOR, methods=("POST",))
def save_page_form(file: str) -> ResponseReturnValue:
    """Keep what differs, or look at it as readers will see it."""
    text_piece, base, posted_form = piece(file), request.form.get("base", ""), Form(request.form)
    text = text_files.read(settings().shown_content, text_piece.path)
    front, typed_body = None, request.form.get("body", "").replace("\r\n", "\n")
    try:
        front = page_parts.front(text, text_piece.path)
        head, body = _head_and_body(text_piece, posted_form, front)
        new_text = page_parts.with_parts(text, text_piece.path, head, body) if posted_form.is_good else text
        new_text = cited_sources.with_own_list(settings().shown_content, text_piece, text, new_text)
    except scene_edits.CannotHold:
        words = _("A line of it begins with a sign that means something else (#, >, ~, ?, =, !): begin it with a word.")
        posted_form.refuse("scene_text", _("These words cannot be kept"), words)
    except (ContentUnreadable, CannotEdit):
        posted_form.refuse("title", _("A form cannot change this page"), _("Open its marked text: its layout is too special."))
    if not posted_form.is_good:
        return _page(text_piece, posted_form, typed_body, base, front, status=422)
    if request.form.get("do") != "save":
        return _page(text_piece, posted_form, typed_body, base, front, preview_of=new_text)
    try:
        place = desk()
        if working.mark(text) != base:
            raise TextChanged(text_piece.path)
        working.save(place, text_piece, new_text, base)
        cited_sources.put_in_list(place, text_piece, text)
        return redirect(url_for("authoring.page_form", file=text_piece.path), code=303)
    except TextChanged:
        theirs = text_files.read(settings().shown_content, text_piece.path)
        changes = lines_between(theirs, _put_into(theirs, text_piece, head, body, new_text))
        return _page(text_piece, posted_form, typed_body, working.mark(theirs), front, changes=changes, status=409)
    except ContentLost:
        raise
    except (ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(posted_form, "title", error)
        return _page(text_piece, posted_form, typed_body, base, front, status=503)


def _put_into(theirs: str, text_piece: Piece, head: HeadValues, body: str, new_text: str) -> str:
    """What was typed, in the text that somebody else saved meanwhile; the whole text as it was to be saved where theirs has no form."""
    try:
        return page_parts.with_parts(theirs, text_piece.path, head, body)
    except (ContentUnreadable, CannotEdit):
        return new_text


def _head_and_body(text_piece: Piece, posted_form: Form, front: FrontMatter) -> tuple[HeadValues, str]:
    """Path -> value of what the form may say, and the new body; refuses what cannot be taken. Raises scene_edits.CannotHold."""
    head = _head(text_piece, posted_form, front)
    if scene_view.is_scene(text_piece):
        of_scene, body = scene_view.read(text_piece, posted_form, request.form, front)
        return head | of_scene, body
    body = request.form.get("body", "").replace("\r\n", "\n")
    if len(body) > LONGEST:
        posted_form.refuse("body", _("The text is too long"), _("Up to %(n)s characters: make two pages of it.", n=LONGEST))
    return head, body.rstrip("\n") + "\n"


def _head(text_piece: Piece, posted_form: Form, front: FrontMatter) -> HeadValues:
    """What every page has: its title, and a module its summary and authors. What was not touched stays as it is typed in the file."""
    title = on_one_line(posted_form.text("title"))
    if not title or len(title) > LONGEST_LINE or not is_printable(title):
        posted_form.refuse("title", _("The title is missing or too long"), _("Write a title of up to %(n)s characters.", n=LONGEST_LINE))
    head: HeadValues = {("title",): title}
    if text_piece.kind == "text":
        summary = on_one_line(posted_form.text("summary"))
        authors = [one.strip() for one in posted_form.text("authors").split(",") if one.strip()]
        if not summary or len(summary) > LONGEST_LINE or not is_printable(summary):
            words = _("One sentence of up to %(n)s characters that says what the page is for.", n=LONGEST_LINE)
            posted_form.refuse("summary", _("The summary is missing or too long"), words)
        if not authors or not all(is_printable(one) and len(one) <= LONGEST_LINE for one in authors):
            posted_form.refuse("authors", _("The authors are missing"), _("Their names as readers will see them, joined by commas."))
        head |= {("summary",): summary, ("authors",): authors}
    return {place: value for place, value in head.items() if value != _typed(front, str(place[0]))}


def _typed(front: FrontMatter, name: str) -> Any:
    """What the form showed of a value, which is how it comes back untouched."""
    return list(front.words(name)) if name == "authors" else on_one_line(front.text(name))


def _page(
    text_piece: Piece,
    posted_form: Form,
    body: str,
    base: str,
    front: FrontMatter | None,
    *,
    preview_of: str | None = None,
    changes: Any = None,
    status: int = 200,
) -> ResponseReturnValue:
    """front: of the text as it is kept; None when it cannot be read. preview_of: the whole text, to be checked and shown.

    changes: between what somebody else saved and this.
    """
    folder = settings().shown_content
    text = preview_of if preview_of is not None else text_files.read(folder, text_piece.path)
    is_scene = front is not None and scene_view.is_scene(text_piece)
    page = render_template(
        "authoring/forms/page.html",
        made=text_piece,
        form=posted_form,
        body=body,
        base=base,
        scene=scene_view.view(text_piece, posted_form, request.form, front) if front is not None and is_scene else None,
        boxes=_boxes(text_piece, text),
        other=_other(text_piece),
        body_line=front.body_line if front is not None else 1,
        changes=changes,
        state=working.state_of(folder, text_piece),
        insertions=insertions.of(text_piece) if not is_scene else [],
        lacks_simple=text_piece.kind == "text" and not text_files.read(folder, text_piece.unit[2]),
        lacks_other=not text_files.read(folder, text_piece.counterpart),
        **routes.names(),
        **routes.looked_at(text_piece, text),
    )
    return page, status


def _other(text_piece: Piece) -> Other | None:
    """None without a page in the other language, with one that nobody has written yet, or whose head cannot be read."""
    path = text_piece.counterpart
    text = text_files.read(settings().shown_content, path)
    try:
        front = page_parts.front(text, path)
    except ContentUnreadable:
        return None
    title, summary, examples = front.text("title"), front.text("summary"), new_files.first_words(path[:2])
    if not text or title in examples or summary in examples:
        return None
    return Other(path[:2], title, summary, front.body.strip("\n"))


def _boxes(text_piece: Piece, text: str) -> dict[int, str]:
    """Line of the text -> the box that holds it; empty for a text whose head cannot be read."""
    try:
        front = page_parts.front(text, text_piece.path)
    except ContentUnreadable:
        return {}
    if scene_view.is_scene(text_piece):
        return scene_view.boxes_of_lines(front)
    lines = range(front.body_line, text.count("\n") + 2)
    in_head = {line: name for name, line in front.lines.items() if name in ("title", "summary", "authors")}
    return {**in_head, **dict.fromkeys(lines, "body")}
