"""Admins’ page of webhooks: where they go, what they told, a new one, a new secret, opened again, ended."""

from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from infrastructure import guarded_http
from infrastructure.errors import AddressRefused
from lms import logs
from lms.api.webhooks import hooks, rows, signatures
from lms.api.webhooks.models import Webhook
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form, is_printable, on_one_line
from lms.web.routing.pages import ADMIN, Pages
from lms.web.site.layout import settings

pages = Pages("webhooks", __name__)
ONE = "/site/webhooks/<uuid:hook>"
LONGEST_LABEL, LONGEST_ADDRESS = 60, 500


@pages.page("/site/webhooks", "/site/webhooks", access=ADMIN)
def webhooks() -> ResponseReturnValue:
    return _page(Form(), "")


def _page(form: Form, secret: str, status: int = 200) -> ResponseReturnValue:
    """secret: shown on this answer alone."""
    reader = reading_session()
    page = render_template(
        "admin/webhooks.html",
        form=form,
        secret=secret,
        table=rows.hook_listing(reader).page(request.args),
        deliveries=rows.sent_listing(reader).page(request.args),
        state_of=rows.state_of,
        events=rows.event_words(),
    )
    return page, status


@pages.page("/site/webhooks.csv", "/site/webhooks.csv", access=ADMIN)
def all_csv() -> Response:
    logs.event("list_exported", by=current_user.id, table="webhooks")
    return rows.hook_listing(reading_session()).csv("webhooks", request.args)


@pages.page("/site/webhooks-envois.csv", "/site/webhooks-sent.csv", access=ADMIN)
def sent_csv() -> Response:
    logs.event("list_exported", by=current_user.id, table="webhooks-sent")
    return rows.sent_listing(reading_session()).csv("webhooks-sent", request.args)


@pages.page("/site/webhooks", "/site/webhooks", access=ADMIN, methods=("POST",))
def add() -> ResponseReturnValue:
    form, types = Form(request.form), request.form.getlist("events")
    label, address = on_one_line(form.text("label")), form.text("address")
    if not label or len(label) > LONGEST_LABEL or not is_printable(label):
        form.refuse("label", _("The label is missing"), _("Say in a few words what the webhook is for."))
    if not _is_address(address):
        form.refuse("address", _("The address does not fit"), _("Write the whole address of the other program, from https:// on."))
    if not types or not set(types) <= set(rows.event_words()):
        form.refuse("events", _("What it tells is missing"), _("Tick one thing or more."))
    if not form.is_good:
        return _page(form, "", 422)
    at, key = now(), signatures.key_of(settings())
    hook = submit(lambda work: _add(work, Webhook(label=label, address=address, events=types, created_at=at, tells_from=at)))
    if hook is None:
        form.refuse("label", _("There are %(n)s webhooks", n=hooks.MOST), _("End one that is not needed any more."))
        return _page(form, "", 422)
    return _page(Form(), signatures.secret_of(key, hook, hook.secret_number))


def _add(work: Session, new: Webhook) -> Webhook | None:
    if (work.scalar(select(func.count()).select_from(Webhook).where(Webhook.ended_at.is_(None))) or 0) >= hooks.MOST:
        return None
    work.add(new)
    work.flush()
    return new


def _is_address(address: str) -> bool:
    if not address or len(address) > LONGEST_ADDRESS:
        return False
    try:
        guarded_http.split(address, may_loopback=settings().webhooks_to_loopback)
    except AddressRefused:
        return False
    return True


@pages.page(f"{ONE}/secret", f"{ONE}/secret", access=ADMIN, methods=("POST",))
def rotate(hook: UUID) -> ResponseReturnValue:
    """A new secret; the one before signs too for a day, so that the receiver can be changed in between."""
    at, key = now(), signatures.key_of(settings())

    def work_of(work: Session) -> Webhook | None:
        row = hooks.alive(work, hook)
        if row is not None:
            hooks.renew_secret(row, at)
        return row

    row = submit(work_of)
    if row is None:
        abort(404)
    return _page(Form(), signatures.secret_of(key, row, row.secret_number))


@pages.page(f"{ONE}/reprendre", f"{ONE}/resume", access=ADMIN, methods=("POST",))
def resume(hook: UUID) -> ResponseReturnValue:
    at = now()

    def work_of(work: Session) -> bool:
        row = hooks.alive(work, hook)
        if row is not None:
            hooks.resume(row, at)
        return row is not None

    return _back(submit(work_of))


@pages.page(f"{ONE}/fin", f"{ONE}/end", access=ADMIN, methods=("POST",))
def end(hook: UUID) -> ResponseReturnValue:
    at = now()

    def work_of(work: Session) -> bool:
        row = hooks.alive(work, hook)
        if row is not None:
            hooks.end(work, row, at)
        return row is not None

    return _back(submit(work_of))


def _back(is_there: bool) -> ResponseReturnValue:
    if not is_there:
        abort(404)
    return redirect(url_for("webhooks.webhooks"), code=303)
