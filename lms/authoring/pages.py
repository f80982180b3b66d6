"""The blueprint of writing, and what all its pages need."""

from datetime import date

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from courses import authoring_files
from courses.authoring_files import Piece
from courses.errors import UnknownContent
from lms.accounts.presence import present
from lms.authoring.working import Desk
from lms.errors import NotFound
from lms.web.instants import now
from lms.web.layout import settings
from lms.web.pages import Pages

pages = Pages("authoring", __name__)
STATES = ("draft", "in_review", "published", "expired", "withdrawn")


def today() -> date:
    return now().date()


def desk() -> Desk:
    """The desk of the educator who is here."""
    return Desk(settings().content, settings().own_content, str(present().uuid), today())


def piece(file: str) -> Piece:
    """Raises NotFound."""
    try:
        return authoring_files.piece(settings().shown_content, file)
    except UnknownContent as error:
        raise NotFound from error


def back_to(file: str) -> ResponseReturnValue:
    return redirect(url_for("authoring.edit", file=file), code=303)
