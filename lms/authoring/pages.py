"""The blueprint of writing, and what all its pages need."""

from collections.abc import Collection
from datetime import date

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from courses.authoring import text_files
from courses.authoring.text_files import Piece
from courses.errors import ContentUnreadable, UnknownContent
from lms.accounts.models import Learner
from lms.accounts.presence import present
from lms.authoring.errors import ContentLost
from lms.authoring.working import Desk
from lms.errors import NotFound
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.long_work import without_transaction
from lms.web.routing import locales
from lms.web.routing.pages import Pages
from lms.web.site.layout import settings

pages = Pages("authoring", __name__)


@pages.errorhandler(ContentLost)
def lost(_error: ContentLost) -> ResponseReturnValue:
    """Nothing can be kept while the site's own folder is gone."""
    lines = [_("It was not written over: every version would be lost. Tell who runs the site: it comes back from its copy.")]
    return render_template("authoring/stopped.html", file="", title=_("The folder of this site’s own texts is gone"), lines=lines), 503


STATES = ("draft", "in_review", "published", "expired", "withdrawn")


@pages.errorhandler(ContentUnreadable)
def unreadable(error: ContentUnreadable) -> ResponseReturnValue:
    """The site rules themselves cannot be read: nothing can be checked or listed; readers still get the last good texts."""
    return render_template(
        "authoring/stopped.html", file="", title=_("The content folder cannot be read"), lines=[error.line_in(locales.current())]
    ), 503


def today() -> date:
    return now().date()


def desk() -> Desk:
    """The desk of the educator who is here. The work on it reads files and git for seconds, so the page's transaction ends here."""
    who = str(present().uuid)
    return without_transaction(lambda: Desk(settings().content, settings().own_content, who, today()))


def piece(file: str) -> Piece:
    """Raises NotFound."""
    try:
        return text_files.piece(settings().shown_content, file)
    except UnknownContent as error:
        raise NotFound from error


def back_to(file: str) -> ResponseReturnValue:
    return redirect(url_for("authoring.edit", file=file), code=303)


def is_readers_name(name: str) -> bool:
    """Whether a person's name can be printed where readers see it: on one line, with nothing invisible, at most 80 characters."""
    return 0 < len(name) <= 80 and name.isprintable()


def usernames(pseudonyms: Collection[str]) -> dict[str, str]:
    """The sign-in names behind the pseudonyms, for staff's eyes."""
    rows = reading_session().scalars(select(Learner).where(Learner.account_id.is_not(None)))
    return {str(row.uuid): row.account.username for row in rows if row.account and str(row.uuid) in pseudonyms}


def refusal_page(file: str, title: str, words: str, status: int) -> ResponseReturnValue:
    return render_template("authoring/stopped.html", file=file, title=title, lines=words.split("\n")), status
