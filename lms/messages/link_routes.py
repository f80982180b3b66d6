"""Where links in messages lead. A GET shows a button and looks at nothing, since mail programs open links by themselves."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import throttle
from lms.accounts.mail import addresses, mail_tokens
from lms.accounts.wording import refuse_too_many
from lms.errors import CodeRefused, NameTaken, TooManyTries
from lms.messages import choices
from lms.messages.pages import NO_STORE, hash_of, pages, two_paths
from lms.web.database.extensions import csrf
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, BY_TOKEN


@pages.page(*two_paths("confirm"), access=ANYONE)
def confirm_address(token: str) -> ResponseReturnValue:
    return _confirm_page(token, Form())


def _confirm_page(token: str, form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("messages/confirm.html", token=token[:64], form=form), status, NO_STORE


@pages.page(*two_paths("confirm"), access=ANYONE, methods=("POST",), name="confirm_address_now")
def confirm_address_now(token: str) -> ResponseReturnValue:
    form, hash, at, mark = Form(), mail_tokens.digest(token), now(), mail_tokens.new_mark()
    stop_hash = hash_of(mail_tokens.STOP, mark)

    def work_of(work: Session) -> int:
        account_id = addresses.confirm(work, hash, at)
        choices.ensure(work, account_id, mark, stop_hash)
        return account_id

    try:
        account_id = submit(work_of)
    except CodeRefused:
        words = _("It was used already, or two days are over, or another address was written since. Ask for another one on your page.")
        form.refuse("confirm", _("This link confirms nothing any more"), words)
        return _confirm_page(token, form, 422)
    except NameTaken:
        form.refuse("confirm", _("This address serves another account here"), _("Sign in to that account, or use another address."))
        return _confirm_page(token, form, 409)
    logs.event("address_confirmed", account=account_id)
    return render_template("messages/confirmed.html"), 200, NO_STORE


@pages.page(*two_paths("stop"), access=ANYONE)
def stop_page(token: str) -> ResponseReturnValue:
    return render_template("messages/stop.html", token=token[:64], is_over=False), 200, NO_STORE


@pages.page(*two_paths("stop"), access=BY_TOKEN, methods=("POST",))
@csrf.exempt
def stop_by_link(token: str) -> ResponseReturnValue:
    """RFC 8058: a mail program sends this by itself, without a cookie. Known and unknown tokens get one answer."""
    hash, at = mail_tokens.digest(token), now()
    submit(lambda work: choices.stop_by_token(work, hash, at))
    logs.event("messages_stopped", reason="link")
    return render_template("messages/stop.html", token=token[:64], is_over=True), 200, NO_STORE


@pages.page("/arreter-messages", "/stop-messages", access=ANYONE)
def stop_address_page() -> ResponseReturnValue:
    return render_template("messages/stop_address.html", form=Form(), is_over=False), 200, NO_STORE


@pages.page("/arreter-messages", "/stop-messages", access=ANYONE, methods=("POST",))
def stop_address() -> ResponseReturnValue:
    """For family, after a death or for any reason: nothing is asked, and nobody is told whether the address was known."""
    form, at = Form(request.form), now()
    address = form.text("address")
    if addresses.normal(address) is None:
        form.refuse("address", _("The address does not fit"), _("Write it as name@example.org, without accents before the @."))
        return render_template("messages/stop_address.html", form=form, is_over=False), 422, NO_STORE
    try:
        throttle.reserve(throttle.of_mail(f"stop {address}"))
    except TooManyTries as error:
        refuse_too_many(form, "address", error)
        return render_template("messages/stop_address.html", form=form, is_over=False), 429, NO_STORE
    submit(lambda work: choices.stop_by_address(work, address, at))
    logs.event("messages_stopped", reason="address")
    return render_template("messages/stop_address.html", form=Form(), is_over=True), 200, NO_STORE
