"""Pages of the second factor: its code at sign-in, setting it up, codes on paper, removing it; and who must have one."""

from collections.abc import Mapping

from flask import Flask, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.accounts import codes, throttle
from lms.accounts.confirming import confirm
from lms.accounts.consent_routes import OPEN_BLUEPRINTS
from lms.accounts.models import STAFF_ROLES, Account
from lms.accounts.routes import let_in, pages
from lms.accounts.second_factor import app_codes, passkey_offer, passkeys, second_factors, sign_in_step
from lms.accounts.second_factor.factor_models import SecondFactor
from lms.accounts.second_factor.passkey_offer import SITE
from lms.accounts.second_factor.sign_in_step import Waiting
from lms.accounts.sign_ins.sign_in_guard import ending_others
from lms.accounts.wording import refuse_too_many
from lms.errors import TooManyTries
from lms.key_files import secret
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, SIGNED_IN
from lms.web.site.layout import settings
from lms.web.site.printing import qr_svg

NO_STORE = {"Cache-Control": "no-store"}
OPEN_PAGES = frozenset(
    {
        *("accounts.second_factor", "accounts.begin_factor", "accounts.confirm_factor", "accounts.sign_out"),
        *("accounts.consent", "accounts.agree"),
        *("home.fever", "home.about", "home.accessibility", "home.help_page", "home.status", "static"),
    }
)
"""What staff of a real site open before their second factor is set up."""


def init(app: Flask) -> None:
    """Call it after the guard that asks for agreement."""
    app.before_request(ask_staff_for_one)


def is_asked(role: str) -> bool:
    """Whether this site lets this role in with two factors only."""
    return settings().instance == "real" and role in STAFF_ROLES


def ask_staff_for_one() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in OPEN_PAGES or endpoint.partition(".")[0] in OPEN_BLUEPRINTS:
        return None
    if not current_user.is_authenticated or not is_asked(current_user.role) or session.get(sign_in_step.PASSED):
        return None
    return redirect(url_for("accounts.second_factor"), code=303)


@pages.page("/connexion/code", "/sign-in/code", access=ANYONE)
def sign_in_code() -> ResponseReturnValue:
    account = account_waiting(sign_in_step.waiting(now()))
    if account is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    return code_page(Form(), account.id)


def account_waiting(waiting: Waiting | None) -> Account | None:
    """Whose second step is waited for; None when nobody's is, or her passphrase was changed meanwhile."""
    account = db.session.get(Account, waiting.account_id) if waiting is not None else None
    is_same = waiting is not None and account is not None and account.active and account.fs_uniquifier == waiting.mark
    return account if is_same else None


def code_page(form: Form, account_id: int, status: int = 200, headers: Mapping[str, str] | None = None) -> ResponseReturnValue:
    page = render_template("accounts/sign_in_code.html", form=form, offer=passkey_offer.at_sign_in(account_id))
    return page, status, {**NO_STORE, **(headers or {})}


@pages.page("/connexion/code", "/sign-in/code", access=ANYONE, methods=("POST",))
def check_code() -> ResponseReturnValue:
    """The second step. Wrong codes are counted by account: whoever guesses here has its passphrase already."""
    form, waiting = Form(request.form), sign_in_step.waiting(now())
    account = account_waiting(waiting)
    if waiting is None or account is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    typed, at, key = form.text("code"), now(), _key()
    paper, account_id = codes.hashed(typed), account.id
    try:
        is_right = throttle.guarded(
            throttle.of_second_step(account_id), lambda work: second_factors.use(work, account_id, key, typed, paper, at)
        )
    except TooManyTries as error:
        logs.event("sign_in_refused", reason="too_often", account=account_id)
        refuse_too_many(form, "code", error)
        return code_page(form, account_id, 429, {"Retry-After": str(error.wait_s)})
    if not is_right:
        logs.event("sign_in_refused", reason="second_factor", account=account_id)
        form.refuse(
            "code", _("This code does not fit"), _("Wait for the next code of the app and type it, or use one of your codes on paper.")
        )
        return code_page(form, account_id, 422)
    logs.event("signed_in", account=account_id, method="second_factor")
    signed_in = db.session.get(Account, account_id)
    assert signed_in is not None  # noqa: S101 - it was there a few lines above
    return let_in(signed_in, waiting.target, is_own_device=waiting.is_own_device, has_two_factors=True)


@pages.page("/compte/second-facteur", "/account/second-factor", access=SIGNED_IN)
def second_factor() -> ResponseReturnValue:
    return factor_page(Form())


def factor_page(
    form: Form, status: int = 200, *, secret_: bytes | None = None, papers: tuple[str, ...] = (), offer: str = ""
) -> ResponseReturnValue:
    """secret_: of a factor that was begun, shown for the app. papers: new codes, shown on this answer alone.

    offer: options for a browser that is to make a key.
    """
    reader, account_id = reading_session(), current_user.id
    page = render_template(
        "accounts/second_factor.html",
        form=form,
        since=second_factors.since(reader, account_id),
        left=second_factors.papers_left(reader, account_id),
        papers=papers,
        keys=passkeys.of_account(reader, account_id),
        has_keys=passkey_offer.is_offered(),
        offer=offer,
        is_asked=is_asked(current_user.role),
        typed_form=app_codes.typed_form(secret_) if secret_ is not None else "",
        square=qr_svg(app_codes.address(secret_, SITE, current_user.username)) if secret_ is not None else "",
    )
    return page, status, NO_STORE


@pages.page("/compte/second-facteur/commencer", "/account/second-factor/begin", access=SIGNED_IN, methods=("POST",))
def begin_factor() -> ResponseReturnValue:
    """A new secret for the app, after the passphrase: it counts once a code of it was typed."""
    form, made, at = Form(request.form), app_codes.new_secret(), now()
    refused = refusal(form)
    if refused:
        return factor_page(form, refused)
    account_id, box = current_user.id, app_codes.sealed(made, _key())
    if not submit(lambda work: second_factors.begin(work, account_id, box, at)):
        abort(409)
    return factor_page(Form(), secret_=made)


@pages.page("/compte/second-facteur/confirmer", "/account/second-factor/confirm", access=SIGNED_IN, methods=("POST",))
def confirm_factor() -> ResponseReturnValue:
    form, at, key, account_id = Form(request.form), now(), _key(), current_user.id
    papers, typed = _new_papers(), form.text("code")
    hashes = [codes.hashed(paper) for paper in papers]
    change = ending_others(lambda work: second_factors.confirm(work, account_id, key, typed, hashes, at))
    try:
        is_right = throttle.guarded(throttle.of_second_step(account_id), lambda work: change(work) or None)
    except TooManyTries as error:
        refuse_too_many(form, "code", error)
        return factor_page(form, 429, secret_=_begun())
    if not is_right:
        form.refuse(
            "code", _("This code does not fit"), _("Wait for the next code of the app and type it. Is the telephone’s clock right?")
        )
        return factor_page(form, 422, secret_=_begun())
    session[sign_in_step.PASSED] = True
    logs.event("second_factor_set", account=account_id)
    return factor_page(Form(), papers=papers)


@pages.page("/compte/second-facteur/papier", "/account/second-factor/paper", access=SIGNED_IN, methods=("POST",))
def new_papers() -> ResponseReturnValue:
    form, account_id = Form(request.form), current_user.id
    refused = refusal(form)
    if refused:
        return factor_page(form, refused)
    if not second_factors.is_on(reading_session(), account_id):
        abort(409)
    papers = _new_papers()
    hashes = [codes.hashed(paper) for paper in papers]
    submit(lambda work: second_factors.replace_papers(work, account_id, hashes))
    logs.event("paper_codes_made", account=account_id)
    return factor_page(Form(), papers=papers)


@pages.page("/compte/second-facteur/retirer", "/account/second-factor/remove", access=SIGNED_IN, methods=("POST",))
def remove_factor() -> ResponseReturnValue:
    """Back to the passphrase alone, where this site allows it."""
    if is_asked(current_user.role):
        abort(403)
    form, account_id = Form(request.form), current_user.id
    refused = refusal(form)
    if refused:
        return factor_page(form, refused)
    submit(ending_others(lambda work: second_factors.remove(work, account_id)))
    session.pop(sign_in_step.PASSED, None)
    logs.event("second_factor_removed", account=account_id)
    return redirect(url_for("accounts.second_factor"), code=303)


def refusal(form: Form) -> int:
    """The status of a refusal when the passphrase does not fit; 0 when it does."""
    try:
        if confirm(form.raw("passphrase")):
            return 0
    except TooManyTries as error:
        refuse_too_many(form, "passphrase", error)
        return 429
    form.refuse("passphrase", _("The passphrase does not fit"), _("Write the one you signed in with."))
    return 422


def _begun() -> bytes | None:
    row = reading_session().get(SecondFactor, current_user.id)
    return app_codes.opened(row.secret_box, _key()) if row is not None and row.confirmed_at is None else None


def _new_papers() -> tuple[str, ...]:
    return tuple(codes.grouped(codes.new_code()) for _number in range(second_factors.PAPER_CODES))


def _key() -> str:
    return secret(settings(), "second-factor")
