"""Texts of this site for another one, and texts of another site as drafts here."""

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.exchange import remarks
from courses.exchange.errors import BankUnreadable
from lms.authoring.errors import AuthoringError
from lms.authoring.pages import desk, pages, today
from lms.authoring.shipped import sharing
from lms.authoring.shipped.sharing import Taken
from lms.web.database.long_work import without_transaction
from lms.web.guards.body_refusal import LARGEST_BANK
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import EDUCATOR
from lms.web.site.layout import settings


@pages.page("/rediger/partager", "/writing/share", access=EDUCATOR)
def share_texts() -> ResponseReturnValue:
    """The pages this site wrote, to tick, and a place for an archive of another site."""
    return _page(Form())


@pages.page("/rediger/partager/archive", "/writing/share/archive", access=EDUCATOR)
def shared_archive() -> ResponseReturnValue:
    """The ticked pages as they stand here: what readers get, and no draft beside it."""
    keys = request.args.getlist("key")
    if not keys:
        form = Form()
        form.refuse("key", _("No page was chosen"), _("Tick at least one page."))
        return _page(form, status=422)
    raw = without_transaction(lambda: sharing.archive(settings().content, settings().own_content, keys, site=settings().origin, on=today()))
    headers = {"Content-Disposition": f'attachment; filename="texts-{today().isoformat()}.zip"', "Cache-Control": "no-store"}
    return Response(raw, content_type="application/zip", headers=headers)


@pages.page("/rediger/partager", "/writing/share", access=EDUCATOR, methods=("POST",))
def take_texts() -> ResponseReturnValue:
    """Keep the pages of an archive as drafts, and say what became of each file."""
    form, upload = Form(request.form), request.files.get("file")
    raw = upload.stream.read(LARGEST_BANK + 1) if upload is not None and upload.filename else b""
    if upload is not None:
        upload.close()
    if not raw:
        form.refuse("file", _("No file was chosen"), _("Choose the archive that the other site wrote."))
        return _page(form, status=422)
    place = desk()
    try:
        outcome = without_transaction(lambda: sharing.take_in(place, raw))
    except BankUnreadable as refusal:
        form.refuse("file", _("The file cannot be read"), remarks.sentence(refusal.why, locales.current()))
        return _page(form, status=422)
    except AuthoringError:
        form.refuse("file", _("Somebody else is saving"), _("Try again in a moment."))
        return _page(form, status=503)
    except OSError as error:
        current_app.logger.error("texts of another site cannot be kept: %s", error)
        form.refuse("file", _("The site cannot write its files"), _("Nothing was made. Tell who runs the site, then try again."))
        return _page(form, status=503)
    return _page(form, outcome=outcome)


def standing_names() -> dict[str, str]:
    """What became of a file."""
    return {
        "draft": _("kept as a draft"),
        "same": _("there already"),
        "course": _("not taken: this site has no such course"),
        "damaged": _("not taken: damaged, or no text of a page"),
    }


def _page(form: Form, *, outcome: Taken | None = None, status: int = 200) -> ResponseReturnValue:
    keys = without_transaction(lambda: sharing.own_pages(settings().content, settings().own_content))
    page = render_template("authoring/shipped/share.html", form=form, keys=keys, outcome=outcome, standings=standing_names())
    return page, status, {"Cache-Control": "no-store"}
