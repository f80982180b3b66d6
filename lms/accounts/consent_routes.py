"""Agreement at the first sign-in: asked of everybody whose account others opened. Until then nothing is kept of what she does here."""

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts.consents import consents
from lms.accounts.models import Account
from lms.accounts.routes import pages
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.guards.security import local
from lms.web.routing.forms import Form
from lms.web.routing.pages import SIGNED_IN

OPEN_BLUEPRINTS = frozenset({"safety", "privacy", "operations", "layout", "symptoms", "api"})
OPEN_PAGES = frozenset(
    {
        *("accounts.consent", "accounts.agree", "accounts.sign_out", "sign_ins.own", "sign_ins.end", "sign_ins.end_others"),
        *("messages.calendar", "messages.stop_page", "messages.stop_by_link", "messages.stop_address_page", "messages.stop_address"),
        *("home.fever", "home.about", "home.accessibility", "home.help_page", "home.status", "static"),
    }
)
"""What stays open without agreement: real help, what the site keeps, erasing the account, stopping mail, leaving. The API asks itself."""


def init(app: Flask) -> None:
    """Call it after the guard that refuses pages to roles, so that it only adds to what that says."""
    app.before_request(ask_first)


def ask_first() -> ResponseReturnValue | None:
    """Lead somebody who has not agreed yet to the question; what she sent by a form meanwhile is not done."""
    endpoint = request.endpoint
    if endpoint is None or endpoint in OPEN_PAGES or endpoint.partition(".")[0] in OPEN_BLUEPRINTS:
        return None
    if not current_user.is_authenticated or consents.has_agreed(current_user):
        return None
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.consent", next=local(target, "") or None), code=303)


@pages.page("/accord", "/agreement", access=SIGNED_IN)
def consent() -> ResponseReturnValue:
    if consents.has_agreed(current_user):
        return redirect(local(request.args.get("next"), url_for("home.home")))
    return render_template("accounts/consent.html", form=Form(), next=local(request.args.get("next"), ""))


@pages.page("/accord", "/agreement", access=SIGNED_IN, methods=("POST",))
def agree() -> ResponseReturnValue:
    form, target = Form(request.form), local(request.form.get("next"), "")
    if form.text("consent") != "yes":
        form.refuse("consent", _("Your agreement is missing"), _("Without it, sign out and stay without an account, or erase this one."))
        return render_template("accounts/consent.html", form=form, next=target), 422
    account_id, at = current_user.id, now()

    def work_of(work: Session) -> None:
        consents.give(work, work.get_one(Account, account_id), consents.LEARNING, at)

    submit(work_of)
    logs.event("consented", account=account_id)
    return redirect(target or url_for("home.home"), code=303)
