"""Pages of passkeys and security keys: a key added or taken away by its owner, and a key instead of a code at sign-in."""

from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms import logs
from lms.accounts import factor_routes, throttle
from lms.accounts.models import Account
from lms.accounts.routes import let_in
from lms.accounts.second_factor import passkey_offer, passkeys, second_factors, sign_in_step
from lms.accounts.second_factor.passkey_models import Passkey
from lms.accounts.second_factor.passkey_offer import CHALLENGE
from lms.accounts.sign_ins.sign_in_guard import ending_others
from lms.accounts.wording import refuse_too_many
from lms.errors import TooManyTries
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, SIGNED_IN, Pages

pages = Pages("passkeys", __name__)


@pages.page("/compte/second-facteur/cle", "/account/second-factor/key", access=SIGNED_IN, methods=("POST",))
def begin_passkey() -> ResponseReturnValue:
    """After the passphrase: what the browser needs to make a key."""
    form, account_id, reader = Form(request.form), current_user.id, reading_session()
    if refused := factor_routes.refusal(form):
        return factor_routes.factor_page(form, refused)
    if not passkey_offer.is_offered() or not second_factors.is_on(reader, account_id):
        abort(409)
    mark = reader.get_one(Account, account_id).learner.uuid.bytes
    options, session[CHALLENGE] = passkeys.options_to_make(
        passkey_offer.place(), current_user.username, mark, passkeys.of_account(reader, account_id)
    )
    return factor_routes.factor_page(Form(), offer=options)


@pages.page("/compte/second-facteur/cle/garder", "/account/second-factor/key/keep", access=SIGNED_IN, methods=("POST",))
def keep_passkey() -> ResponseReturnValue:
    form, account_id, challenge = Form(request.form), current_user.id, session.pop(CHALLENGE, "")
    key = passkeys.verified(passkey_offer.place(), challenge, form.raw("answer"), account_id, now()) if challenge else None
    if key is None or not second_factors.is_on(reading_session(), account_id) or not _is_kept(key):
        form.refuse("answer", _("The key was not kept"), _("Ask for it again. An account has ten keys at most, each once."))
        return factor_routes.factor_page(form, 422)
    logs.event("passkey_added", account=account_id)
    return redirect(url_for("accounts.second_factor"), code=303)


def _is_kept(key: Passkey) -> bool:
    return submit(ending_others(lambda work: passkeys.add(work, key)))


@pages.page("/compte/second-facteur/cle/<int:number>/retirer", "/account/second-factor/key/<int:number>/remove", access=SIGNED_IN,
            methods=("POST",))  # fmt: skip
def remove_passkey(number: int) -> ResponseReturnValue:
    form, account_id = Form(request.form), current_user.id
    if refused := factor_routes.refusal(form):
        return factor_routes.factor_page(form, refused)
    if not submit(ending_others(lambda work: passkeys.remove(work, account_id, number))):
        abort(404)
    logs.event("passkey_removed", account=account_id)
    return redirect(url_for("accounts.second_factor"), code=303)


@pages.page("/connexion/cle", "/sign-in/key", access=ANYONE, methods=("POST",))
def check_passkey() -> ResponseReturnValue:
    """The second step by a key. Answers that do not fit are counted like wrong codes."""
    form, waiting, at = Form(request.form), sign_in_step.waiting(now()), now()
    account = factor_routes.account_waiting(waiting)
    if waiting is None or account is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    account_id, here, challenge, answer = account.id, passkey_offer.place(), session.pop(CHALLENGE, ""), form.raw("answer")
    try:
        is_right = throttle.guarded(
            throttle.of_second_step(account_id), lambda work: passkeys.use(work, here, account_id, challenge, answer, at)
        )
    except TooManyTries as error:
        logs.event("sign_in_refused", reason="too_often", account=account_id)
        refuse_too_many(form, "answer", error)
        return factor_routes.code_page(form, account_id, 429, {"Retry-After": str(error.wait_s)})
    if not is_right:
        logs.event("sign_in_refused", reason="second_factor", account=account_id)
        form.refuse("answer", _("This key does not fit"), _("Try again, or type a code."))
        return factor_routes.code_page(form, account_id, 422)
    logs.event("signed_in", account=account_id, method="passkey")
    signed_in = db.session.get(Account, account_id)
    assert signed_in is not None  # noqa: S101 - it was there a few lines above
    return let_in(signed_in, waiting.target, is_own_device=waiting.is_own_device, has_two_factors=True)
