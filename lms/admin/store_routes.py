"""Admins’ pages of what reaches the statement store: access keys, forwarding, and the browser of statements."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.admin import key_rows
from lms.cohorts import registering
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ADMIN, Pages
from lms.web.routing.whole_numbers import number_of
from lms.web.site.layout import settings
from lms.web.tables.listing import Listing
from lrs.errors import KeyUnknown
from lrs.keys import access_keys as keys
from lrs.keys.access_keys import AccessKey
from lrs.maintenance import forwarding
from lrs.reading import browse
from lrs.storage import clock
from xapi.vocabulary import VERBS

pages = Pages("admin", __name__)
A_PAGE = 50
KEY_DAYS = ("30", "90", "365", "0")
"""How long a new key may open; 0 for no end."""
FILTERS = ("person", "verb", "activity")


@pages.page("/site/cles", "/site/access-keys", access=ADMIN)
def access_keys() -> ResponseReturnValue:
    return _access_keys(Form(), "")


def _access_keys(form: Form, new_key: str, status: int = 200) -> ResponseReturnValue:
    """new_key: id and secret of a new key, shown on this answer alone."""
    connection, cohorts = reading_session().connection(), registering.cohorts_of(reading_session(), current_user)
    moment = clock.text(now())
    page = render_template(
        "admin/access_keys.html",
        form=form,
        made=new_key,
        table=_key_listing(moment).page(request.args),
        forwards=key_rows.forward_listing(forwarding.everyone(connection)).page(request.args),
        asked={"state": request.args.get("state", "")},
        states=[("", _("all")), *key_rows.state_words().items()],
        state_of=lambda key: key_rows.state_of(key, moment),
        scopes=keys.SCOPES,
        scope_names=key_rows.scope_words(),
        cohorts={str(cohort.uuid): cohort.name for cohort in cohorts},
        days=KEY_DAYS,
    )
    return page, status


def _key_listing(moment: str) -> Listing[AccessKey]:
    """moment: now, as the store writes it."""
    reader = reading_session()
    cohorts = {str(cohort.uuid): cohort.name for cohort in registering.cohorts_of(reader, current_user)}
    return key_rows.key_listing(reader, request.args, cohorts, moment)


@pages.page("/site/cles.csv", "/site/access-keys.csv", access=ADMIN)
def access_keys_csv() -> Response:
    """Every key of the list, with the very cells of the page: never a secret."""
    logs.event("list_exported", by=current_user.id, table="access-keys")
    return _key_listing(clock.text(now())).csv("access-keys", request.args)


@pages.page("/site/copies.csv", "/site/copies.csv", access=ADMIN)
def forwards_csv() -> Response:
    """Every other store that gets copies, with the very cells of the page."""
    return key_rows.forward_listing(forwarding.everyone(reading_session().connection())).csv("copies", request.args)


@pages.page("/site/cles", "/site/access-keys", access=ADMIN, methods=("POST",))
def add_access_key() -> ResponseReturnValue:
    form = Form(request.form)
    label, scopes, at = form.text("label"), request.form.getlist("scopes"), now()
    if not label or len(label) > 60:
        form.refuse("label", _("The label is missing"), _("Say in a few words what the key is for."))
    if not scopes or not set(scopes) <= set(keys.SCOPES):
        form.refuse("scopes", _("What the key may do is missing"), _("Tick one thing or more."))
    days, rate, cohort = form.text("days"), form.text("rate") or "0", form.text("cohort")
    if days not in KEY_DAYS:
        form.refuse("days", _("The end is missing"), _("Choose how long the key opens."))
    if not (rate.isascii() and rate.isdigit() and len(rate) < 6):
        form.refuse("rate", _("The number of calls does not fit"), _("Write a number, or leave it empty for no limit."))
    if cohort and cohort not in {str(row.uuid) for row in registering.cohorts_of(reading_session(), current_user)}:
        abort(400)
    if not form.is_good:
        return _access_keys(form, "", 422)
    values: dict[str, Any] = {"label": label, "scopes": scopes, "rate": int(rate), "cohort": cohort or None}
    expires = at + timedelta(days=int(days)) if days != "0" else None
    by = current_user.id
    key, secret = submit(lambda work: keys.create(work.connection(), **values, expires=expires, now=at))
    logs.event("key_made", key=key.id, by=by)
    return _access_keys(Form(), f"{key.id}:{secret}")


@pages.page("/site/cles/<uuid:key>/secret", "/site/access-keys/<uuid:key>/secret", access=ADMIN, methods=("POST",))
def rotate_access_key(key: UUID) -> ResponseReturnValue:
    """A new secret for a key; the old one still opens for a day, so that no program stands still."""
    at = now()
    try:
        secret = submit(lambda work: keys.rotate(work.connection(), str(key), now=at))
    except KeyUnknown:
        abort(404)
    logs.event("key_rotated", key=key, by=current_user.id)
    return _access_keys(Form(), f"{key}:{secret}")


@pages.page("/site/cles/<uuid:key>/fin", "/site/access-keys/<uuid:key>/end", access=ADMIN, methods=("POST",))
def end_access_key(key: UUID) -> ResponseReturnValue:
    at = now()
    try:
        submit(lambda work: keys.revoke(work.connection(), str(key), now=at))
    except KeyUnknown:
        abort(404)
    logs.event("key_revoked", key=key, by=current_user.id)
    return redirect(url_for("admin.access_keys"), code=303)


@pages.page("/site/enonces", "/site/statements", access=ADMIN)
def statements() -> ResponseReturnValue:
    """The statement browser: the newest first, by pseudonym, verb and activity."""
    filters = {name: request.args.get(name, "").strip()[:300] for name in FILTERS}
    unclear = bool(filters["person"]) and not _is_uuid(filters["person"])
    rows = []
    if not unclear:
        rows = browse.page(
            db.session.connection(),
            locales.current(),
            pseudonym=filters["person"] or None,
            home_page=settings().home_page,
            activity=filters["activity"] or None,
            verb=filters["verb"] or None,
            after=number_of(request.args, "before") if "before" in request.args else None,
            limit=A_PAGE + 1,
        )
    page = render_template(
        "admin/statements.html",
        rows=rows[:A_PAGE],
        asked=filters,
        unclear=unclear,
        after=rows[A_PAGE - 1].seq if len(rows) > A_PAGE else None,
        verbs=sorted(((key, row.display[locales.current()]) for key, row in VERBS.items()), key=lambda pair: pair[1]),
    )
    return page, 422 if unclear else 200


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
