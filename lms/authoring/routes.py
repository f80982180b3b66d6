"""Pages of writing: the list of everything, and the editor of one file with its checks and its preview."""

import unicodedata
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.authoring import file_list, text_files, text_preview
from courses.authoring.text_files import LONGEST, Piece
from courses.checks.meanings import meaning
from courses.errors import ContentUnreadable, CoursesError
from courses.library import structure
from courses.model.content import Problem
from courses.text import file_defects
from courses.text.source_texts import DRAFTS, Texts
from lms.authoring import comparing, reporting, working
from lms.authoring.comparing import lines_between
from lms.authoring.errors import AuthoringError, ContentLost, TextChanged
from lms.authoring.pages import STATES, back_to, desk, pages, piece, today
from lms.learning.pages import resolve
from lms.web.database.extensions import reading_session
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.pages import EDUCATOR
from lms.web.routing.whole_numbers import number_of
from lms.web.site import content
from lms.web.site.layout import settings

FILE = "/<path:file>"
A_PAGE = 50
LONGEST_QUERY = 80


@pages.page("/rediger", "/writing", access=EDUCATOR)
def contents() -> ResponseReturnValue:
    """Every file with its state, fifty a page; one state, one course or titles with these words alone when asked."""
    folder, state, place = settings().shown_content, request.args.get("state", ""), request.args.get("place", "")
    typed = request.args.get("q", "")[:LONGEST_QUERY]
    cache = settings().data / "content-cache"
    rows = file_list.rows(folder, content.catalogue().problems, today=today(), cache=cache)
    counts = {state: sum(row.state == state for row in rows) for state in (*STATES, "missing")}
    wanted = [row for row in rows if state in ("", row.state) and place in ("", row.piece.folder) and _plain(typed) in _plain(row.title)]
    first = number_of(request.args, "from", 0)
    return render_template(
        "authoring/contents.html",
        rows=wanted[first : first + A_PAGE],
        count=len(wanted),
        first=first,
        a_page=A_PAGE,
        asked={"state": state, "place": place, "q": typed},
        counts=counts,
        all=len(rows),
        places=_places(),
        unclear=reporting.counts(reading_session()),
    )


def _plain(words: str) -> str:
    """Small letters without accents: an author who looks for “fievre” finds “La fièvre”."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))


def _places() -> dict[str, str]:
    """Where a file belongs, in words: its course, or the game."""
    courses = structure.load(Texts(settings().shown_content)).courses  # the catalogue has those that readers may see
    return {key: course.title[locales.current()] for key, course in courses.items()} | {text_files.SITUATIONS: _("The game")}


@pages.page(f"/rediger/texte{FILE}", f"/writing/text{FILE}", access=EDUCATOR)
def edit(file: str) -> ResponseReturnValue:
    text_piece = piece(file)
    text = text_files.read(settings().shown_content, text_piece.path)
    return _editor(text_piece, text, working.mark(text))


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
    """problems by line, and what readers would see; nothing to see when the front matter cannot be read."""
    problems, parts = without_transaction(lambda: _problems_and_parts(text_piece, text))
    return {"problems": problems, "parts": parts, "numbered": text.split("\n"), "meaning": meaning}


def _problems_and_parts(text_piece: Piece, text: str) -> tuple[list[Problem], list[text_preview.Part]]:
    problems: list[Problem] = text_files.lint(settings().shown_content, text_piece, text, today=today()) if text else []
    try:
        return problems, text_preview.parts(text_piece, text, content.rule().values(text_piece.language), resolve)
    except CoursesError:
        return problems, []
    except Exception as error:  # whatever a text holds, its editor opens
        return [*problems, file_defects.problem_of(error, text_piece.path)], []


def _editor(
    text_piece: Piece, text: str, base: str, *, theirs: str | None = None, is_shown: bool = False, refusal: str = "", status: int = 200
) -> ResponseReturnValue:
    """theirs: what somebody else saved meanwhile. is_shown: the preview was asked for."""
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
        other=other,
        state=state,
        is_live=text_files.state(folder, text_piece.head) == "published",
        has_draft=(folder / DRAFTS / text_piece.head).is_file(),
        mine=str(desk().who) in working.authors(folder, text_piece),
        unit_mark=working.mark_of_unit(folder, text_piece),
        moved=comparing.since_stamp(settings(), text_piece, today()),
        unclear=reporting.of_module(reading_session(), text_piece.key),
        longest=LONGEST,
        **looked_at(text_piece, text),
    )
    return page, status
