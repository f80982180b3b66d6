"""Where the form of a file stands."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from courses.authoring.text_files import Piece


def form_address(text_piece: Piece) -> str:
    return url_for("authoring.questions" if text_piece.kind == "items" else "authoring.page_form", file=text_piece.path)


def form_link(text_piece: Piece) -> ResponseReturnValue:
    return redirect(form_address(text_piece), code=303)
