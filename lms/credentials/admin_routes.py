"""Admins' pages: find an attestation, withdraw it, correct the printed name."""

from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.credentials import attestation_rows, changing, codes, printed, printed_names, state_words
from lms.credentials.models import Attestation
from lms.credentials.own_routes import last_day, refuse_printed_name, title
from lms.credentials.pages import obsolete_before, pages, state_today
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ADMIN
from lms.web.site.layout import settings
from lms.web.tables.listing import Listing

LONGEST_REASON = 500
ONE = "/<uuid:uuid>"


@pages.page("/site/attestations", "/site/attestations", access=ADMIN)
def all_attestations() -> ResponseReturnValue:
    return _list("")


@pages.page("/site/attestations", "/site/attestations", access=ADMIN, methods=("POST",))
def find_attestations() -> ResponseReturnValue:
    """Those of a code, a printed name or a sign-in name. By POST: a name stands in no address and no log."""
    return _list(_name_part())


def _name_part() -> str:
    return request.form.get("name", "").strip()[:120]


def _list(part: str) -> ResponseReturnValue:
    page = render_template(
        "credentials/admin_list.html",
        table=_listing(part).page(request.args),
        typed=part,
        attestation_link=lambda row: url_for("credentials.any_attestation", uuid=row.uuid),
        asked={"state": request.args.get("state", "")},
        state_choices=[("", _("all")), *state_words.short_words().items()],
    )
    return page, 200, {"Cache-Control": "no-store"}


def _listing(part: str) -> Listing[Attestation]:
    return attestation_rows.listing(reading_session(), request.args, part, now(), obsolete_before)


@pages.page("/site/attestations.csv", "/site/attestations.csv", access=ADMIN, methods=("GET", "POST"))
def attestations_csv() -> Response:
    """Every row of the list, with the very cells of the page; by POST, of what was typed there."""
    logs.event("list_exported", by=current_user.id, table="attestations")
    return _listing(_name_part()).csv("attestations", request.args)


@pages.page(f"/site/attestations{ONE}", f"/site/attestations{ONE}", access=ADMIN)
def any_attestation(uuid: UUID) -> ResponseReturnValue:
    row = changing.one(reading_session(), uuid)
    logs.event("attestation_opened", key=uuid, by=current_user.id)
    return _page(row, Form())


def _page(row: Attestation, form: Form, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "credentials/admin_one.html",
        row=row,
        form=form,
        state=state_today(row),
        state_words=state_words.words,
        last_day=last_day(row),
        title=title(row),
        code=codes.grouped(row.code),
        profession=printed.words_in(row.profession, locales.current()),
        changes=changing.changes_of(reading_session(), row),
    )
    return page, status


@pages.page(f"/site/attestations{ONE}/retirer", f"/site/attestations{ONE}/withdraw", access=ADMIN, methods=("POST",))
def withdraw(uuid: UUID) -> ResponseReturnValue:
    row, form = changing.one(reading_session(), uuid), Form(request.form)
    reason = _reason(form, "withdraw-reason")
    if not form.is_good:
        return _page(row, form, 422)
    change = _change(reason)
    submit(lambda work: changing.revoke(work, uuid, change))
    logs.event("attestation_withdrawn", key=uuid, by=change.by)
    return redirect(url_for("credentials.any_attestation", uuid=uuid), code=303)


@pages.page(f"/site/attestations{ONE}/corriger", f"/site/attestations{ONE}/correct", access=ADMIN, methods=("POST",))
def correct(uuid: UUID) -> ResponseReturnValue:
    row, form = changing.one(reading_session(), uuid), Form(request.form)
    name = printed_names.normalise(form.raw("name"))
    refuse_printed_name(form, name)
    reason = _reason(form, "correct-reason")
    if not form.is_good:
        return _page(row, form, 422)
    change = _change(reason)
    if not submit(lambda work: changing.correct(work, uuid, name, change)):
        abort(409)
    logs.event("attestation_corrected", key=uuid, by=change.by)
    return redirect(url_for("credentials.any_attestation", uuid=uuid), code=303)


def _reason(form: Form, field: str) -> str:
    reason = form.text(field)
    if not reason:
        form.refuse(field, _("The reason is missing"), _("Write it for those who run this site after you; no stranger reads it."))
    elif len(reason) > LONGEST_REASON:
        form.refuse(field, _("The reason is too long"), _("Write at most 500 characters."))
    return reason


def _change(reason: str) -> changing.Change:
    by: Any = current_user.id
    return changing.Change(by=by, reason=reason, at=now(), home_page=settings().home_page)
