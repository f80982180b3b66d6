"""Signing in and out, opening an account, changing a passphrase."""

import re
from uuid import UUID

from flask import abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import login_user, logout_user

from lms import logs
from lms.accounts import opening, passphrases
from lms.accounts.models import LEARNER_ROLES, Account
from lms.accounts.presence import GUEST_KEY
from lms.accounts.throttle import is_too_often, note_refusal
from lms.errors import NameTaken
from lms.web.extensions import db
from lms.web.forms import Form
from lms.web.instants import now
from lms.web.layout import settings
from lms.web.pages import ANYONE, SIGNED_IN, Pages
from lms.web.security import local
from lms.web.writing import submit

pages = Pages("accounts", __name__)
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
USERNAME = re.compile(r"[\w.-]{3,40}")


@pages.page("/connexion", "/sign-in", access=ANYONE, methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    form = Form(request.form if request.method == "POST" else None)
    target = local(request.values.get("next"), "")
    if request.method == "GET":
        return render_template("accounts/sign_in.html", form=form, next=target)
    identity, passphrase = form.text("name"), form.raw("passphrase")
    if not identity:
        form.refuse("name", _("The name is missing"), _("Write your sign-in name or your e-mail address."))
    if not passphrase:
        form.refuse("passphrase", _("The passphrase is missing"), _("Write your passphrase."))
    if form.is_good:
        if is_too_often(identity):
            logs.event("sign_in_refused", reason="too_often")
            abort(429)
        account = opening.find(db.session, identity)  # type: ignore[arg-type]
        stored = account.password if account is not None and account.active else None
        if passphrases.is_right(passphrase, stored, current_app.extensions["decoy"]) and account is not None:
            logs.event("signed_in", account=account.id)
            return enter(account, target or url_for("home.home"))
        logs.event("sign_in_refused", account=account.id if account else None)
        note_refusal(identity)
        form.refuse("passphrase", _("The name and the passphrase do not go together"), _("Check both, then try again."))
    return render_template("accounts/sign_in.html", form=form, next=target), 422


def enter(account: Account, target: str) -> ResponseReturnValue:
    """A fresh session for this account: nothing of the guest's session stays."""
    session.clear()
    login_user(account, remember=False, authn_via=["password"])
    return redirect(target, code=303)


@pages.page("/deconnexion", "/sign-out", access=SIGNED_IN, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    account_id = current_user.id
    submit(lambda work: opening.end_sessions(work, account_id))
    logs.event("signed_out", account=account_id)
    logout_user()
    session.clear()
    return redirect(url_for("home.home"), code=303)


@pages.page("/nouveau-compte", "/new-account", access=ANYONE, methods=("GET", "POST"))
def open_account() -> ResponseReturnValue:
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("accounts/open.html", form=form, roles=LEARNER_ROLES)
    new = _checked_account(form)
    if new is not None:
        try:
            account_id = submit(lambda work: opening.open_account(work, new, now()).id)
            account = db.session.get(Account, account_id)
            assert account is not None  # noqa: S101 - it was made a line above
            logs.event("account_opened", account=account_id, role=new.role)
            return enter(account, url_for("learning.courses"))
        except NameTaken:
            form.refuse("name", _("This name is taken"), _("Choose another name. If it is your own account, sign in."))
    return render_template("accounts/open.html", form=form, roles=LEARNER_ROLES), 422


def _checked_account(form: Form) -> opening.NewAccount | None:
    name, mail, role, passphrase = form.text("name"), form.text("mail"), form.text("role"), form.raw("passphrase")
    if not USERNAME.fullmatch(name):
        form.refuse("name", _("The name does not fit"), _("Use 3 to 40 letters, digits, dots or hyphens, without spaces."))
    if mail and not MAIL.fullmatch(mail):
        form.refuse("mail", _("The e-mail address is not complete"), _("It looks like nadia@example.org. It may also stay empty."))
    if role not in LEARNER_ROLES:
        form.refuse("role", _("Your path is missing"), _("Choose one of the four."))
    refuse_short(form, "passphrase", passphrase)
    if not form.text("consent"):
        form.refuse("consent", _("Your agreement is missing"), _("Without it, stay without an account: everything is open."))
    if not form.is_good:
        return None
    return opening.NewAccount(
        username=name,
        email=mail or None,
        role=role,
        password_hash=passphrases.hashed(passphrase),
        has_consented=True,
        is_simulated=False,
        learner_uuid=UUID(session[GUEST_KEY]) if GUEST_KEY in session else None,
    )


def refuse_short(form: Form, field: str, passphrase: str) -> None:
    if len(passphrase) < passphrases.SHORTEST:
        form.refuse(field, _("The passphrase is too short"), _("Twelve signs or more: four ordinary words work well."))
    elif len(passphrase) > passphrases.LONGEST:
        form.refuse(field, _("The passphrase is too long"), _("128 signs at most."))


@pages.page("/compte", "/account", access=SIGNED_IN)
def account() -> ResponseReturnValue:
    return render_template("accounts/account.html", contact=settings().contact)


@pages.page("/compte/phrase", "/account/passphrase", access=SIGNED_IN, methods=("GET", "POST"))
def change_passphrase() -> ResponseReturnValue:
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("accounts/passphrase.html", form=form)
    if is_too_often(current_user.username):
        abort(429)
    if not passphrases.is_right(form.raw("old"), current_user.password, current_app.extensions["decoy"]):
        note_refusal(current_user.username)
        form.refuse("old", _("The present passphrase does not fit"), _("Write the one you signed in with."))
    refuse_short(form, "new", form.raw("new"))
    if not form.is_good:
        return render_template("accounts/passphrase.html", form=form), 422
    account_id, stored = current_user.id, passphrases.hashed(form.raw("new"))
    submit(lambda work: opening.change_passphrase(work, account_id, stored))
    logs.event("passphrase_changed", account=account_id)
    account = db.session.get(Account, account_id)
    assert account is not None  # noqa: S101 - the writer has just found it
    return enter(account, url_for("accounts.account"))


@pages.page("/phrase-oubliee", "/forgotten", access=ANYONE)
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", contact=settings().contact)
