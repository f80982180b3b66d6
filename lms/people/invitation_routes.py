"""How staff let people into a cohort: a link, and nameless cards to print. A code is shown once, on the answer that made it."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import codes
from lms.cohorts import card_names, invitations
from lms.cohorts.invitations import Terms
from lms.cohorts.models import Cohort
from lms.people.pages import cohort_of_mine
from lms.people.pages import staff as pages
from lms.people.rosters import invitation_rows
from lms.people.rosters.invitation_rows import InvitationRow
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import COHORT_STAFF, EDUCATOR
from lms.web.site.layout import settings
from lms.web.site.printing import qr_svg
from lms.web.tables.listing import Listing

AT = "/<uuid:uuid>"
DAYS = ("7", "30", "90")
SHEETS = ("8", "16", "24")
MOST_USES = 500


@pages.page(f"/cohortes{AT}/inviter", f"/cohorts{AT}/invite", access=COHORT_STAFF)
def invite(uuid: UUID) -> ResponseReturnValue:
    return _page(cohort_of_mine(uuid), Form())


def _page(cohort: Cohort, form: Form, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "people/invite.html",
        cohort=cohort,
        form=form,
        table=_listing(cohort).page(request.args),
        asked={"state": request.args.get("state", "")},
        states=[("", _("all")), *invitation_rows.state_words().items()],
        name_of=invitation_rows.name,
        days=DAYS,
        sheets=SHEETS,
        gives_cards=current_user.role in (EDUCATOR.roles or ()),
    )
    return page, status


def _listing(cohort: Cohort) -> Listing[InvitationRow]:
    at = now()
    rows = [InvitationRow(row, invitations.state(row, at)) for row in invitations.of_cohort(reading_session(), cohort.id)]
    return invitation_rows.listing(rows, request.args)


@pages.page(f"/cohortes{AT}/inviter.csv", f"/cohorts{AT}/invite.csv", access=COHORT_STAFF)
def invitations_csv(uuid: UUID) -> Response:
    """Every link and card of the list, with the very cells of the page: never a code."""
    listing = _listing(cohort_of_mine(uuid))
    logs.event("list_exported", by=current_user.id, table="invitations", cohort=uuid)
    return listing.csv("invitations", request.args)


def _terms(cohort: Cohort, form: Form) -> Terms | None:
    """None when the form asks for something else than it offers; the refusals say what."""
    days, uses = form.text("days"), form.text("uses")
    if days not in DAYS:
        form.refuse("days", _("The end is missing"), _("Choose how long it opens."))
    if uses and not (uses.isascii() and uses.isdigit() and 1 <= int(uses[:6]) <= MOST_USES):
        form.refuse("uses", _("The number of people does not fit"), _("Write a number from 1 to 500, or leave it empty."))
    if not form.is_good:
        return None
    at = now()
    return Terms(cohort.id, current_user.id, at, at + timedelta(days=int(days)), int(uses) if uses else None)


@pages.page(f"/cohortes{AT}/inviter/lien", f"/cohorts{AT}/invite/link", access=COHORT_STAFF, methods=("POST",))
def make_link(uuid: UUID) -> ResponseReturnValue:
    cohort, form, code = cohort_of_mine(uuid), Form(request.form), codes.new_code()
    terms = _terms(cohort, form)
    if terms is None:
        return _page(cohort, form, 422)
    hash = codes.hashed(code)
    row = submit(lambda work: invitations.make_link(work, terms, hash))
    logs.event("invitation_made", by=current_user.id, cohort=uuid, count=1)
    address = _address(code)
    return _print_page("people/link.html", cohort, code=codes.grouped(code), address=address, drawing=qr_svg(address), row=row)


class Card(NamedTuple):
    """One card of a printed sheet."""

    name: str
    code: str
    drawing: str


@pages.page(f"/cohortes{AT}/inviter/cartes", f"/cohorts{AT}/invite/cards", access=EDUCATOR, methods=("POST",))
def make_cards(uuid: UUID) -> ResponseReturnValue:
    """A sheet of nameless cards, eight to a page: no name and no address is typed for anybody."""
    cohort, form = cohort_of_mine(uuid), Form(request.form)
    if form.text("count") not in SHEETS:
        form.refuse("count", _("The number of cards is missing"), _("Choose how many cards to print."))
    terms = _terms(cohort, form)
    if terms is None:
        return _page(cohort, form, 422)
    drawn = [codes.new_code() for _card in range(int(form.text("count")))]
    hashes = [codes.hashed(code) for code in drawn]
    rows = submit(lambda work: invitations.make_cards(work, terms, hashes))
    logs.event("invitation_made", by=current_user.id, cohort=uuid, count=len(drawn))
    cards = [
        Card(card_names.words(row.label or "", locales.current()), codes.grouped(code), qr_svg(_address(code)))
        for row, code in zip(rows, drawn, strict=True)
    ]
    page = f"{settings().origin}{url_for('joining.code')}"
    return _print_page("people/cards.html", cohort, cards=cards, address=page.partition("://")[2], expires_at=terms.expires_at)


def _print_page(template: str, cohort: Cohort, **more: object) -> ResponseReturnValue:
    return render_template(template, cohort=cohort, **more), 200, {"Cache-Control": "no-store"}


def _address(code: str) -> str:
    """Where the code leads, on the site's own address: never that of the request's Host header."""
    return f"{settings().origin}{url_for('joining.code_link', typed=code)}"


@pages.page(f"/cohortes{AT}/inviter/<uuid:key>/fin", f"/cohorts{AT}/invite/<uuid:key>/end", access=COHORT_STAFF, methods=("POST",))
def revoke(uuid: UUID, key: UUID) -> ResponseReturnValue:
    cohort, at = cohort_of_mine(uuid), now()
    cohort_id = cohort.id

    def work_of(work: Session) -> None:
        invitations.revoke(work, cohort_id, key, at)

    submit(work_of)
    logs.event("invitation_revoked", by=current_user.id, cohort=uuid)
    return redirect(url_for("people.invite", uuid=uuid), code=303)
