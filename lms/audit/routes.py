"""The page of the audit log, for the data protection officer and admins: filters, one person's lines, the same as a file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.audit import audit_rows, lines
from lms.audit.audit_rows import Asked
from lms.audit.models import AuditLine
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.routing.pages import AUDITOR, Pages
from lms.web.tables.listing import Listing

pages = Pages("audit", __name__)
LONGEST_NAME = 80


@pages.page("/site/journal", "/site/audit", access=AUDITOR)
def log() -> ResponseReturnValue:
    return _page("")


@pages.page("/site/journal", "/site/audit", access=AUDITOR, methods=("POST",))
def find() -> ResponseReturnValue:
    """The lines of one person, by her sign-in name. By POST: a name stands in no address and no log."""
    return _page(_person())


@pages.page("/site/journal.csv", "/site/audit.csv", access=AUDITOR, methods=("GET", "POST"))
def log_csv() -> Response:
    """Every line of the list, with the very cells of the page; by POST, of the name that was typed there."""
    return _listing(audit_rows.asked_of(request.args, _person())).csv("audit", request.args)


def _person() -> str:
    return request.form.get("name", "")[:LONGEST_NAME]


def _listing(asked: Asked) -> Listing[AuditLine]:
    return audit_rows.listing(reading_session(), lines.key_of(current_site().settings), asked)


def _page(person: str) -> ResponseReturnValue:
    asked = audit_rows.asked_of(request.args, person)
    page = render_template(
        "audit/log.html",
        table=_listing(asked).page(request.args),
        asked=asked,
        arguments={name: request.args[name] for name in ("kind", "since", "until") if request.args.get(name)},
        kinds=[("", _("all")), *_kind_words().items()],
    )
    return page, 200, {"Cache-Control": "no-store"}


def _kind_words() -> dict[str, str]:
    return {
        "accounts": _("accounts and sign-in"),
        "exports": _("files saved"),
        "keys": _("keys and devices"),
        "signatures": _("signatures and attestations"),
        "erasures": _("erasures"),
        "refusals": _("refusals"),
    }
