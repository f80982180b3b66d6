"""The questions of one page: a list as learners see them, and the form of each kind."""

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import item_edits, text_files, text_preview
from courses.authoring.item_edits import CannotHold
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable
from courses.library.content_folder import SOURCE
from courses.model.content import Item, Problem
from courses.text.source_texts import Texts
from courses.triage import register
from lms.authoring import routes, working
from lms.authoring.errors import ContentBusy, TextChanged
from lms.authoring.forms import cited_sources, item_figures, question_fields
from lms.authoring.pages import desk, pages, piece
from lms.authoring.registers import keeping, source_links
from lms.authoring.registers import routes as register_routes
from lms.authoring.routes import FILE
from lms.errors import NotFound
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site import content
from lms.web.site.layout import settings


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of the list. part: as readers see it. problems: at its lines."""

    item: Item
    part: text_preview.Part
    problems: list[Problem]


def items_file(file: str) -> Piece:
    """Raises NotFound for a page that holds no questions."""
    text_piece = piece(file)
    if text_piece.kind != "items":
        raise NotFound
    return text_piece


def _mark(item: Item | None) -> str:
    return keeping.NOTHING if item is None else working.mark("\n".join(item_edits.lines_of(item)) + item.form)


def _items(text_piece: Piece) -> dict[str, Item]:
    return {item.key: item for item in item_edits.items_of(text_piece.path, text_files.read(settings().shown_content, text_piece.path))}


@pages.page(f"/rediger/questions{FILE}", f"/writing/questions{FILE}", access=EDUCATOR)
def questions(file: str) -> ResponseReturnValue:
    """Every question with what is to put right, in the order of the file; those of the other language that are not written yet here."""
    text_piece = items_file(file)
    text = text_files.read(settings().shown_content, text_piece.path)
    preview_of = routes.looked_at(text_piece, text)
    items = item_edits.items_of(text_piece.path, text)
    lines = [*(item.line for item in items[1:]), len(text) + 1]
    question_rows = [
        QuestionRow(item, part, [one for one in preview_of["problems"] if item.line <= one.line < end])
        for item, part, end in zip(items, preview_of["parts"], lines, strict=False)
    ]
    keys = {item.key for item in items}
    missing = {key: one for key, one in _other_items(text_piece).items() if key not in keys}
    page = render_template(
        "authoring/forms/questions.html",
        made=text_piece,
        question_rows=question_rows,
        missing=missing,
        problems=[one for one in preview_of["problems"] if not items or one.line < items[0].line],
        meaning=preview_of["meaning"],
        state=working.state_of(settings().shown_content, text_piece),
        kinds=question_fields.kind_names(),
        pools=question_fields.pool_names(),
        stats=item_figures.of_module(text_piece.key),
        **routes.names(),
    )
    return page


def _other_items(text_piece: Piece) -> dict[str, Item]:
    path = text_piece.counterpart
    return {item.key: item for item in item_edits.items_of(path, text_files.read(settings().shown_content, path))}


@pages.page(f"/rediger/question{FILE}", f"/writing/question{FILE}", access=EDUCATOR)
def question(file: str) -> ResponseReturnValue:
    """`item` opens one; `kind` begins a new one; `like` begins the translation of one of the other language's."""
    text_piece, args = items_file(file), request.args
    item = _items(text_piece).get(args.get("item", ""))
    if item is None and args.get("item"):
        raise NotFound
    if item is None:
        item = _new(text_piece, args.get("kind", ""), args.get("like", ""))
        return _page(text_piece, item, Form(question_fields.field_values(item)), keeping.NOTHING, is_new=True)
    return _page(text_piece, item, Form(question_fields.field_values(item)), _mark(item), is_new=False)


def _new(text_piece: Piece, kind: str, like: str) -> Item:
    """A blank question, or the other language's with its words to be replaced: the marks stay, so that both languages ask the same."""
    if like:
        source = _other_items(text_piece).get(like)
        if source is None:
            raise NotFound
        return replace(source, language=text_piece.language)
    if kind not in question_fields.kind_names():
        abort(400)
    return question_fields.blank(kind, text_piece.language)


@pages.page(f"/rediger/question{FILE}", f"/writing/question{FILE}", access=EDUCATOR, methods=("POST",))
def save_question(file: str) -> ResponseReturnValue:
    """Keep it, look at it as learners will, or take it away."""
    text_piece, posted_form, base = items_file(file), Form(request.form), request.form.get("base", "")
    key, like, kind = request.form.get("at", ""), request.form.get("like", ""), request.form.get("kind", "")
    items = _items(text_piece)
    if key and key not in items:
        key, base = "", keeping.NOTHING  # somebody took it away meanwhile: what was typed makes it anew
    before = items[key] if key else _new(text_piece, kind, like)
    if request.form.get("do") == "remove" and key:
        return _remove(text_piece, before, posted_form, base)
    known_keys = {name: register_routes.entries_of(name) for name in ("objectives", "sources")}
    taken = set(items) - {key}
    new = question_fields.read(
        posted_form,
        before if key or like else replace(before, key=""),
        taken=taken,
        objectives=known_keys["objectives"],
        sources={*known_keys["sources"], "fever-rule"},
    )
    if not posted_form.is_good:
        return _page(text_piece, before, posted_form, base, is_new=not key, status=422)
    if request.form.get("do") == "look":
        return _page(text_piece, before, posted_form, base, is_new=not key, preview_of=new)
    try:
        _store(text_piece, key, new, base)
        return redirect(url_for("authoring.questions", file=text_piece.path, _anchor=new.key), code=303)
    except TextChanged:
        theirs = _items(text_piece).get(key or new.key)
        return _page(text_piece, before, posted_form, _mark(theirs), is_new=theirs is None, theirs=theirs, status=409)
    except CannotHold:
        words = _("A line of it begins with a sign that means something else (-, ?, =, @, #, 1.): begin it with a word.")
        posted_form.refuse("question", _("These words cannot be kept"), words)
    except (ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(posted_form, "question", error)
    return _page(text_piece, before, posted_form, base, is_new=not key, status=422)


def _store(text_piece: Piece, key: str, new: Item, base: str) -> None:
    """Raises TextChanged when this question, not another one, was saved meanwhile."""
    place = desk()
    text = text_files.read(place.folder, text_piece.path)
    now = {item.key: item for item in item_edits.items_of(text_piece.path, text)}.get(key or new.key)
    if _mark(now) != base:
        raise TextChanged(text_piece.path)
    if now is None:
        new_text = item_edits.with_new_item(text, text_piece.path, new)
    elif now.form != new.form:  # into another pool: out of the one, to the end of the other
        new_text = item_edits.with_new_item(item_edits.without_item(text, text_piece.path, key), text_piece.path, new)
    else:
        new_text = item_edits.with_item(text, text_piece.path, key, new)
    working.save(place, text_piece, new_text, working.mark(text))
    cited_sources.put_in_list(place, text_piece, text)


def _remove(text_piece: Piece, before: Item, posted_form: Form, base: str) -> ResponseReturnValue:
    place = desk()
    text = text_files.read(place.folder, text_piece.path)
    try:
        if _mark(_items(text_piece).get(before.key)) != base:
            raise TextChanged(text_piece.path)
        working.save(place, text_piece, item_edits.without_item(text, text_piece.path, before.key), working.mark(text))
        cited_sources.put_in_list(place, text_piece, text)
    except TextChanged:
        theirs = _items(text_piece).get(before.key)
        return _page(text_piece, before, posted_form, _mark(theirs), is_new=theirs is None, theirs=theirs, status=409)
    except (ContentUnreadable, ContentBusy, OSError) as error:
        register_routes.refuse(posted_form, "question", error)
        return _page(text_piece, before, posted_form, base, is_new=False, status=503)
    return redirect(url_for("authoring.questions", file=text_piece.path), code=303)


def _page(
    text_piece: Piece,
    item: Item,
    posted_form: Form,
    base: str,
    *,
    is_new: bool,
    preview_of: Item | None = None,
    theirs: Item | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """looked: to be shown as learners will see it. theirs: what somebody else saved meanwhile."""
    like = item.key if is_new and item.key else ""
    other = _other_items(text_piece).get(item.key)
    source = None if text_piece.language == SOURCE else other
    objectives = {key: register_routes.title_of("objectives", one) for key, one in register_routes.entries_of("objectives").items()}
    sources = {key: register_routes.title_of("sources", one) for key, one in register_routes.entries_of("sources").items()}
    part = None if preview_of is None else text_preview.part_of_item(preview_of, content.rule().values(text_piece.language))
    page = render_template(
        "authoring/forms/question.html",
        made=text_piece,
        item=item,
        form=posted_form,
        base=base,
        at="" if is_new else item.key,
        like=like,
        kind=request.values.get("kind", "") or item.kind,
        other=other,
        other_language=text_piece.counterpart[:2],
        rows=_rows(item, posted_form, is_fixed=source is not None),
        preview=part,
        cited=source_links.links(part.sources) if part else [],
        theirs=None if theirs is None else item_edits.lines_of(theirs),
        objectives=[("", _("Choose")), *((key, f"{words} ({key})") for key, words in objectives.items())],
        sources=[
            ("", _("none")),
            *sorted(((key, f"{words[:90]} ({key})") for key, words in sources.items()), key=lambda row: row[1].casefold()),
        ],
        signs=[("", _("none")), *_signs()],
        kinds=question_fields.kind_names(),
        pools=list(question_fields.pool_names().items()),
        verdicts=question_fields.verdict_names(),
        urgencies=question_fields.urgency_names(),
        spellings=list(question_fields.spelling_names().items()),
        figures=[] if is_new else item_figures.of_module(text_piece.key).get(item.key, []),
        **routes.names(),
    )
    return page, status


def _signs() -> list[tuple[str, str]]:
    """The rows of the triage register by their words, as a list to choose from; empty on a site without one."""
    rows = register.read(Texts(settings().shown_content))[0]
    language = locales.current()
    named = [] if rows is None else [(key, f"{row.words.get(language, '')[:90]} ({key})") for key, row in rows.rows.items()]
    return sorted(named, key=lambda one: one[1].casefold())


def _filled(posted_form: Any) -> int:
    return max((number + 1 for number in range(question_fields.MOST_OPTIONS) if posted_form.text(f"text_{number}")), default=0)


def _rows(item: Item, posted_form: Form, *, is_fixed: bool) -> int:
    """How many options the form shows: those there are, and empty ones below; a translation has those of its source."""
    n_filled = max(len(item.options), _filled(posted_form))
    return n_filled if is_fixed else min(question_fields.MOST_OPTIONS, max(question_fields.FEWEST_ROWS, n_filled + question_fields.BLANK))
