"""Pages of writing: the list of everything, and the editor of one file with its checks and its preview."""

from collections import Counter
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import file_list, text_files, text_preview
from courses.authoring.file_list import Row
from courses.authoring.registers import other_files
from courses.authoring.text_files import LONGEST, Piece
from courses.checks.meanings import meaning
from courses.errors import ContentUnreadable, CoursesError
from courses.library import content_folder
from courses.model.content import Problem
from courses.text import file_defects
from courses.text.source_texts import DRAFTS, Texts
from lms.authoring import comparing, content_rows, reporting, words, working
from lms.authoring.comparing import lines_between
from lms.authoring.errors import AuthoringError, ContentLost, TextChanged
from lms.authoring.pages import back_to, desk, pages, piece, today
from lms.authoring.registers import source_links
from lms.learning.pages import resolve
from lms.web.database.extensions import reading_session
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site import content
from lms.web.site.layout import settings
from lms.web.tables.listing import Listing

FILE = "/<path:file>"


@pages.page("/rediger", "/writing", access=EDUCATOR)
def contents() -> ResponseReturnValue:
    """Every file with its state, sorted and filtered as the address asks."""
    rows, places = file_rows(), _places()
    page = render_template(
        "authoring/contents.html",
        table=_listing(rows, places).page(request.args),
        asked={key: request.args.get(key, "") for key in content_rows.FILTERS},
        file_link=lambda row: url_for("authoring.edit", file=row.piece.path),
        filters=_filters(rows, places),
        courses={key: title for key, title in places.items() if key != text_files.SITUATIONS},
        others=_other_registers(),
    )
    return page


def _other_registers() -> dict[str, str]:
    """Path -> name of each register that is changed as text."""
    names = words.other_register_names()
    stems = {path: path.rpartition("/")[2].removesuffix(".yml") for path in other_files.paths(settings().shown_content)}
    return {path: names.get(stem) or _("credit scheme: %(key)s", key=stem) for path, stem in stems.items()}


@pages.page("/rediger.csv", "/writing.csv", access=EDUCATOR)
def contents_csv() -> Response:
    """Every file of the list, with the very cells of the page."""
    return _listing(file_rows(), _places()).csv("contents", request.args)


def file_rows() -> list[Row]:
    problems, cache = content.catalogue().problems, settings().data / "content-cache"
    return file_list.rows(settings().shown_content, problems, today=today(), cache=cache)


def _listing(rows: list[Row], places: dict[str, str]) -> Listing[Row]:
    return content_rows.listing(rows, request.args, places, reporting.counts(reading_session()))


def _filters(rows: list[Row], places: dict[str, str]) -> list[tuple[str, str, list[tuple[str, str]], str, str]]:
    """For the choices over the list: name in the address, label, values with their words, value now, id of its own (none)."""
    counts = Counter(row.state for row in rows)
    states = [(key, f"{name} ({counts[key]})") for key, name in words.state_names().items()]
    choices = [
        ("state", _("State"), [("", _("all (%(n)s)", n=len(rows))), *states]),
        ("place", _("Course"), [("", _("all")), *places.items()]),
        ("kind", _("What"), [("", _("all")), *words.kind_names().items()]),
        ("language", _("Language"), [("", _("both")), *words.language_names().items()]),
    ]
    return [(name, label, values, request.args.get(name, ""), "") for name, label, values in choices]


def _places() -> dict[str, str]:
    """Where a file belongs, in words: its course, or the game."""
    shared = content_folder.shared_texts(Texts(settings().shown_content))  # the catalogue has the courses that readers may see
    courses = {key: course.title[locales.current()] for key, course in shared.structure.courses.items()}
    return courses | {text_files.SITUATIONS: _("The game")}


@pages.page(f"/rediger/texte{FILE}", f"/writing/text{FILE}", access=EDUCATOR)
def edit(file: str) -> ResponseReturnValue:
    text_piece = piece(file)
    text = text_files.read(settings().shown_content, text_piece.path)
    return _editor(text_piece, text, working.mark(text))


def unsigned(text_piece: Piece, signing: Form, status: int) -> ResponseReturnValue:
    """The editor again, with what the second reader typed and why it was not taken."""
    text = text_files.read(settings().shown_content, text_piece.path)
    return _editor(text_piece, text, working.mark(text), signing=signing, status=status)


@pages.page(f"/rediger/texte{FILE}", f"/writing/text{FILE}", access=EDUCATOR, methods=("POST",))
def save(file: str) -> ResponseReturnValue:
    """Look at the text as readers will see it, or keep it."""
    text_piece, base = piece(file), request.form.get("base", "")
    text = request.form.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        return _editor(text_piece, text[:LONGEST], base, refusal="long", status=422)
    if request.form.get("do") != "save":
        return _editor(text_piece, text, base, is_shown=True)
    try:
        working.save(desk(), text_piece, text, base)
    except TextChanged:
        theirs = text_files.read(settings().shown_content, text_piece.path)
        return _editor(text_piece, text, working.mark(theirs), theirs=theirs, status=409)
    except ContentUnreadable:
        return _editor(text_piece, text, base, refusal="bytes", status=422)
    except ContentLost:
        return _editor(text_piece, text, base, refusal="lost", status=503)
    except AuthoringError:
        return _editor(text_piece, text, base, refusal="busy", status=503)
    except OSError as error:
        current_app.logger.error("%s cannot be saved: %s", text_piece.path, error)
        return _editor(text_piece, text, base, refusal="disk", status=503)
    return back_to(text_piece.path)


@pages.page(f"/rediger/verifier{FILE}", f"/writing/check{FILE}", access=EDUCATOR, methods=("POST",))
def check(file: str) -> ResponseReturnValue:
    """The checks and the preview of a text as a piece of a page, while somebody types."""
    text_piece, text = piece(file), request.form.get("text", "").replace("\r\n", "\n")[:LONGEST]
    return render_template("authoring/checked.html", made=text_piece, **looked_at(text_piece, text))


def looked_at(text_piece: Piece, text: str) -> dict[str, Any]:
    """problems by line, and what readers would see with its sources; nothing to see when the front matter cannot be read."""
    problems, parts = without_transaction(lambda: _problems_and_parts(text_piece, text))
    cited = source_links.links(text_preview.cited(parts))
    return {"problems": problems, "parts": parts, "cited": cited, "numbered": text.split("\n"), "meaning": meaning}


def _problems_and_parts(text_piece: Piece, text: str) -> tuple[list[Problem], list[text_preview.Part]]:
    problems: list[Problem] = text_files.lint(settings().shown_content, text_piece, text, today=today()) if text else []
    try:
        return problems, text_preview.parts(text_piece, text, content.rule().values(text_piece.language), resolve)
    except CoursesError:
        return problems, []
    except Exception as error:  # whatever a text holds, its editor opens
        return [*problems, file_defects.problem_of(error, text_piece.path)], []


def names() -> dict[str, Any]:
    """Words that every page of a file needs."""
    return {
        "state_names": words.state_names(),
        "kind_names": words.kind_names(),
        "freshness_names": words.freshness_names(),
        "language_names": words.language_names(),
    }


def _editor(
    text_piece: Piece,
    text: str,
    base: str,
    *,
    theirs: str | None = None,
    is_shown: bool = False,
    refusal: str = "",
    signing: Form | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """theirs: what somebody else saved meanwhile. is_shown: the preview was asked for. signing: a signature that was not taken."""
    folder = settings().shown_content
    other = text_files.read(folder, text_piece.counterpart)
    state = working.state_of(folder, text_piece)
    page = render_template(
        "authoring/edit.html",
        made=text_piece,
        text=text,
        base=base,
        theirs=theirs,
        changes=lines_between(theirs, text) if theirs is not None else [],
        is_shown=is_shown,
        refused=refusal,
        form=signing or Form(),
        other=other,
        state=state,
        is_live=text_files.state(folder, text_piece.head) == "published",
        has_draft=(folder / DRAFTS / text_piece.head).is_file(),
        mine=str(desk().who) in working.authors(folder, text_piece),
        unit_mark=working.mark_of_unit(folder, text_piece),
        moved=comparing.since_stamp(settings(), text_piece, today()),
        unclear=reporting.of_module(reading_session(), text_piece.key),
        longest=LONGEST,
        lacks_simple=bool(text) and text_piece.kind == "text" and not text_files.read(folder, text_piece.unit[2]),
        lacks_other=bool(text) and not other,
        **names(),
        **looked_at(text_piece, text),
    )
    return page, status
