"""The page on which somebody sees where her account is signed in, and ends one sign-in, or all but this."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import logs
from lms.accounts.models import STAFF_ROLES
from lms.accounts.sign_ins import browser_sign_ins, device_names, sign_in_guard
from lms.accounts.sign_ins.device_names import DeviceName
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.pages import SIGNED_IN, Pages

pages = Pages("sign_ins", __name__)


@pages.page("/compte/connexions", "/account/sign-ins", access=SIGNED_IN)
def own() -> ResponseReturnValue:
    rows = browser_sign_ins.of_account(reading_session(), current_user.id, current_user.role, now())
    here = browser_sign_ins.hashed(sign_in_guard.current_key())
    entries = [{"row": row, "name": device_names.words(DeviceName(row.browser, row.system)), "is_here": row.hash == here} for row in rows]
    entries.sort(key=lambda one: not one["is_here"])
    hours = browser_sign_ins.STAFF_LASTS.seconds // 3600, browser_sign_ins.STAFF_IDLE.seconds // 3600
    page = render_template(
        "accounts/sign_ins.html",
        entries=entries,
        is_staff=current_user.role in STAFF_ROLES,
        hours=hours,
        has_ended=request.args.get("ended", ""),
    )
    return page, 200, {"Cache-Control": "no-store"}


@pages.page("/compte/connexions/<uuid:uuid>/finir", "/account/sign-ins/<uuid:uuid>/end", access=SIGNED_IN, methods=("POST",))
def end(uuid: UUID) -> ResponseReturnValue:
    account_id = current_user.id
    if not submit(lambda work: browser_sign_ins.end(work, account_id, uuid)):
        abort(404)
    logs.event("sign_in_ended", account=account_id)
    return redirect(url_for("sign_ins.own", ended="one"), code=303)


@pages.page("/compte/connexions/autres", "/account/sign-ins/others", access=SIGNED_IN, methods=("POST",))
def end_others() -> ResponseReturnValue:
    account_id, key = current_user.id, sign_in_guard.current_key()
    submit(lambda work: browser_sign_ins.end_others(work, account_id, key))
    logs.event("other_sign_ins_ended", account=account_id)
    return redirect(url_for("sign_ins.own", ended="others"), code=303)
