"""A forgotten passphrase: by a link to a confirmed address, or by a code she printed when all was well."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import codes, passphrases, throttle
from lms.accounts.mail import addresses, mail_tokens, recovery_codes
from lms.accounts.models import Account
from lms.accounts.routes import enter
from lms.accounts.wording import refuse_passphrase, refuse_too_many
from lms.errors import CodeRefused, TooManyTries
from lms.jobs import queue
from lms.messages.pages import NO_STORE, LinkToWrite, pages, two_paths
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, SIGNED_IN
from lms.web.site.layout import settings


@pages.page("/phrase-oubliee/message", "/forgotten/message", access=ANYONE)
def ask_passphrase_page() -> ResponseReturnValue:
    if not settings().mail_host:
        abort(404)
    return render_template("messages/ask_passphrase.html", form=Form(), is_over=False), 200, NO_STORE


@pages.page("/phrase-oubliee/message", "/forgotten/message", access=ANYONE, methods=("POST",))
def ask_passphrase() -> ResponseReturnValue:
    """One count, one look, two rows: the same for an address that is known, unknown or not confirmed."""
    form, link, at = Form(request.form), LinkToWrite(mail_tokens.PASSPHRASE), now()
    if not settings().mail_host:
        abort(404)
    address = form.text("address")
    if addresses.normal(address) is None:
        form.refuse("address", _("The address does not fit"), _("Write it as name@example.org, without accents before the @."))
        return render_template("messages/ask_passphrase.html", form=form, is_over=False), 422, NO_STORE
    try:
        throttle.reserve(throttle.of_mail(address))
    except TooManyTries as error:
        refuse_too_many(form, "address", error)
        return render_template("messages/ask_passphrase.html", form=form, is_over=False), 429, NO_STORE

    def work_of(work: Session) -> None:
        account_id = addresses.holder_of(work, address)
        addresses.ask_passphrase(work, account_id, link.hash, at)
        queue.enqueue(work, link.job(account_id, at, addresses.PASSPHRASE_LASTS), at)

    submit(work_of)
    logs.event("passphrase_asked")
    return render_template("messages/ask_passphrase.html", form=Form(), is_over=True), 200, NO_STORE


@pages.page(*two_paths("passphrase"), access=ANYONE)
def passphrase_link(token: str) -> ResponseReturnValue:
    return _passphrase_page(token, Form())


def _passphrase_page(token: str, form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("messages/passphrase.html", token=token[:64], form=form), status, NO_STORE


@pages.page(*two_paths("passphrase"), access=ANYONE, methods=("POST",))
def set_passphrase(token: str) -> ResponseReturnValue:
    form, hash, at = Form(request.form), mail_tokens.digest(token), now()
    try:
        account = throttle.guarded(throttle.of_joining(), lambda work: addresses.account_behind(work, hash, at))
    except TooManyTries as error:
        refuse_too_many(form, "passphrase", error)
        return _passphrase_page(token, form, 429)
    if account is None:
        return _refusal(token)
    refuse_passphrase(form, "passphrase", form.raw("passphrase"), account.username)
    if not form.is_good:
        return _passphrase_page(token, form, 422)
    stored = passphrases.hashed(form.raw("passphrase"))
    try:
        account_id = submit(lambda work: addresses.set_passphrase(work, hash, stored, at))
    except CodeRefused:
        return _refusal(token)
    logs.event("passphrase_changed", account=account_id)
    signed_in = db.session.get(Account, account_id)
    assert signed_in is not None  # noqa: S101 - the writer has just changed it
    return enter(signed_in, url_for("accounts.account"))


def _refusal(token: str) -> ResponseReturnValue:
    form = Form()
    words = _("It was used already, or its hour is over. Ask for another one.")
    form.refuse("passphrase", _("This link opens nothing any more"), words)
    return _passphrase_page(token, form, 422)


@pages.page("/compte/code-de-secours", "/account/recovery-code", access=SIGNED_IN)
def recovery_code() -> ResponseReturnValue:
    issued_at = recovery_codes.issued_at(reading_session(), current_user.id)
    return render_template("messages/recovery_code.html", code="", issued_at=issued_at, is_new="new" in request.args), 200, NO_STORE


@pages.page("/compte/code-de-secours", "/account/recovery-code", access=SIGNED_IN, methods=("POST",))
def make_recovery_code() -> ResponseReturnValue:
    """The code stands on this answer alone. The one before opens nothing any more."""
    if "no" in request.form:
        return redirect(url_for("learning.courses"), code=303)
    code, account_id, at = codes.new_code(), current_user.id, now()
    hash = codes.hashed(code)
    submit(lambda work: recovery_codes.issue(work, account_id, hash, at))
    logs.event("recovery_code_made", account=account_id)
    return render_template("messages/recovery_code.html", code=codes.grouped(code), issued_at=at, is_new=False), 200, NO_STORE
