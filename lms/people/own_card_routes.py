"""Signing in with a card and a PIN, and her own page of that card. The code stands in no address: after `#`, or typed."""

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import codes, throttle
from lms.accounts.cards import sign_in_cards
from lms.accounts.confirming import confirm
from lms.accounts.models import PATIENT_ROLES, Account
from lms.accounts.routes import enter
from lms.accounts.wording import refuse_too_many
from lms.errors import TooManyTries
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, Access, Pages
from lms.web.site.layout import settings
from lms.web.site.printing import qr_svg

pages = Pages("sign_in_cards", __name__)
OWNER = Access("patient or carer", frozenset(PATIENT_ROLES))
NO_STORE = {"Cache-Control": "no-store"}


@pages.page("/carte", "/card", access=ANYONE)
def sign_in() -> ResponseReturnValue:
    """Where the QR code of a card leads. A script puts what stands after `#` into the form; no server and no proxy is sent it."""
    return _ask(Form())


def _ask(form: Form, status: int = 200, wait_s: int = 0) -> ResponseReturnValue:
    more = {"Retry-After": str(wait_s)} if wait_s else {}
    return render_template("accounts/card.html", form=form), status, {**NO_STORE, **more}


@pages.page("/carte", "/card", access=ANYONE, methods=("POST",), name="enter_by_card")
def enter_by_card() -> ResponseReturnValue:
    """One answer for a code that no card bears, an ended or replaced card, and a wrong PIN, after the same steps."""
    form = Form(request.form)
    if not codes.plain(form.text("code")):
        form.refuse("code", _("The code of the card does not fit"), _("Write the twelve letters and digits that stand on it."))
    if not sign_in_cards.plain_pin(form.text("pin")):
        form.refuse("pin", _("The PIN is missing"), _("Write your four digits."))
    if not form.is_good:
        return _ask(form, 422)
    try:
        account_id = _opened(form)
    except TooManyTries as error:
        logs.event("sign_in_refused", reason="too_often")
        refuse_too_many(form, "pin", error)
        return _ask(form, 429, error.wait_s)
    account = db.session.get(Account, account_id) if account_id else None
    if account is None:
        logs.event("sign_in_refused", reason="card")
        words = _("Check each letter and digit. If the card was lost or replaced, sign in with your passphrase.")
        form.refuse("pin", _("The card and the PIN do not open an account"), words)
        return _ask(form, 422)
    logs.event("signed_in", account=account.id, method="card")
    return enter(account, url_for("home.home"), is_own_device=form.text("stay") == "yes", is_by_card=True)


def _opened(form: Form) -> int | None:
    """The account behind card and PIN, noted as used; None when they open none. Wrong tries are counted. Raises TooManyTries."""
    hash, typed, at = codes.hashed(form.text("code")), form.text("pin"), now()
    holder_id, _kept = sign_in_cards.holder_of(reading_session(), hash, at)
    pin_hash = sign_in_cards.hashed_pin(holder_id, typed)

    def attempt(work: Session) -> int | None:
        return sign_in_cards.use(work, hash, pin_hash, at)

    return throttle.guarded(throttle.of_card(hash), attempt)


@pages.page("/compte/carte", "/account/card", access=OWNER)
def own() -> ResponseReturnValue:
    return _own_page(Form())


def _own_page(form: Form, status: int = 200, wait_s: int = 0) -> ResponseReturnValue:
    row, at = sign_in_cards.row_of(reading_session(), current_user.id), now()
    page = render_template(
        "accounts/own_card.html",
        form=form,
        row=row,
        is_open=sign_in_cards.is_open(row, at),
        is_by_staff=row is not None and row.issued_by != current_user.id,
        has_ended="ended" in request.args,
    )
    return page, status, {**NO_STORE, **({"Retry-After": str(wait_s)} if wait_s else {})}


@pages.page("/compte/carte", "/account/card", access=OWNER, methods=("POST",))
def make() -> ResponseReturnValue:
    """Keep her PIN when she chose one, and show a new card, once. The card before opens nothing any more."""
    form, account_id, at = Form(request.form), current_user.id, now()
    pin, has_pin = sign_in_cards.plain_pin(form.text("pin")), sign_in_cards.row_of(reading_session(), account_id) is not None
    _refuse_pin(form, pin, is_needed=not has_pin)
    try:
        if form.is_good and not confirm(form.raw("passphrase")):
            form.refuse("passphrase", _("The current passphrase is not right"), _("Write the one you signed in with."))
    except TooManyTries as error:
        refuse_too_many(form, "passphrase", error)
        return _own_page(form, 429, error.wait_s)
    if not form.is_good:
        return _own_page(form, 422)
    code = codes.new_code()
    hash, pin_hash = codes.hashed(code), sign_in_cards.hashed_pin(account_id, pin) if pin else ""

    def work_of(work: Session) -> None:
        if pin_hash:
            sign_in_cards.choose_pin(work, account_id, pin_hash)
        sign_in_cards.issue(work, account_id, hash, account_id, at)

    submit(work_of)
    logs.event("sign_in_card_made", account=account_id, by=account_id)
    return render_template("accounts/card_to_print.html", **slip(code, at), back=url_for("sign_in_cards.own")), 200, NO_STORE


def _refuse_pin(form: Form, pin: str, *, is_needed: bool) -> None:
    if not pin and (is_needed or form.text("pin")):
        form.refuse("pin", _("The PIN is missing"), _("Write four digits."))
    elif pin and sign_in_cards.is_guessed(pin):
        words = _("Others would try it first: not a year, not keys in a row, and at least three different digits.")
        form.refuse("pin", _("The PIN is easy to guess"), words)


@pages.page("/compte/carte/fin", "/account/card/end", access=OWNER, methods=("POST",))
def end() -> ResponseReturnValue:
    account_id, at = current_user.id, now()
    submit(lambda work: sign_in_cards.end(work, account_id, at))
    logs.event("sign_in_card_ended", account=account_id, by=account_id)
    return redirect(url_for("sign_in_cards.own", ended=1), code=303)


def slip(code: str, at: datetime, name: str = "") -> dict[str, object]:
    """What one printed card shows. code: as drawn. name: that of her card in the cohort, when staff print it."""
    page = f"{settings().origin}{url_for('sign_in_cards.sign_in')}"
    return {
        "code": codes.grouped(code),
        "drawing": qr_svg(f"{page}#{code}"),
        "address": page.partition("://")[2],
        "expires_at": at + sign_in_cards.LASTS,
        "name": name,
    }
