"""The papers of those who sign: every sentence of a module, or of the game and the sheet, with its sources and boxes to tick (PDF)."""

from flask import Response, abort
from flask.typing import ResponseReturnValue

from courses.export import review_game, review_pack
from courses.library import content_folder
from courses.library.content_folder import Library
from lms.authoring.pages import pages, today
from lms.web.database.long_work import without_transaction
from lms.web.routing.pages import REVIEWER
from lms.web.site import content
from lms.web.site.layout import settings
from lms.web.site.printing import FONTS

GAME = "game"


@pages.page("/rediger/dossier/<unit>.pdf", "/writing/review-pack/<unit>.pdf", access=REVIEWER)
def review_pack_pdf(unit: str) -> ResponseReturnValue:
    """In both languages at once, drafts too: whoever signs reads it before any reader does. unit: a module, or `game`."""
    raw = without_transaction(lambda: _pack(content_folder.load(settings().shown_content, today=today()), unit))
    if raw is None:
        abort(404)
    response = Response(raw, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{unit}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _pack(library: Library, unit: str) -> bytes | None:
    rule = content.rule()
    if unit == GAME:
        return review_pack.pdf(library, (), rule, on=library.today, parts=review_game.parts(library, rule), fonts=(FONTS,))
    if unit not in library.structure.modules:
        return None
    return review_pack.pdf(library, (unit,), rule, on=library.today, fonts=(FONTS,))
