"""Signing in and out, opening an account, changing a passphrase."""

from uuid import UUID

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security.utils import login_user, logout_user

from lms import logs
from lms.accounts import known_devices, names, opening, passphrases, throttle
from lms.accounts.confirming import confirm
from lms.accounts.models import LEARNER_ROLES, Account
from lms.accounts.presence import GUEST_KEY
from lms.accounts.providers import attempts, sign_in_notes
from lms.accounts.providers.sign_in_notes import Note
from lms.accounts.second_factor import second_factors, sign_in_step
from lms.accounts.sign_ins import browser_sign_ins, sign_in_guard
from lms.accounts.wording import refuse_name, refuse_passphrase, refuse_too_many
from lms.errors import NameTaken, TooManyTries
from lms.web.current_site import current_site
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.guards import sessions
from lms.web.guards.security import local
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, SIGNED_IN, Pages
from lms.web.site.layout import settings

pages = Pages("accounts", __name__)


@pages.page("/connexion", "/sign-in", access=ANYONE, methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    form = Form(request.form if request.method == "POST" else None)
    target = local(request.values.get("next"), "")
    if request.method == "GET":
        return _sign_in_page(form, target)
    identity, passphrase = form.text("name"), form.raw("passphrase")
    if not identity:
        form.refuse("name", _("The name is missing"), _("Write your sign-in name or your e-mail address."))
    if not passphrase:
        form.refuse("passphrase", _("The passphrase is missing"), _("Write your passphrase."))
    if form.is_good:
        try:
            account = _authenticated(identity, passphrase)
        except TooManyTries as error:
            logs.event("sign_in_refused", reason="too_often")
            refuse_too_many(form, "passphrase", error)
            return _sign_in_page(form, target), 429, {"Retry-After": str(error.wait_s)}
        if account is not None:
            logs.event("signed_in", account=account.id)
            return enter(account, target or url_for("home.home"), is_own_device=form.text("stay") == "yes")
        logs.event("sign_in_refused", account=_account_id(identity))
        form.refuse("passphrase", _("The name and the passphrase do not go together"), _("Check both, then try again."))
    return _sign_in_page(form, target), 422


def _sign_in_page(form: Form, target: str) -> str:
    providers = [(one.key, one.names[locales.current()]) for one in settings().identity_providers.values()]
    return render_template("accounts/sign_in.html", form=form, next=target, providers=providers)


def _account_id(identity: str) -> int | None:
    """For the log, which never holds a name: asked for known and unknown names alike."""
    holder = opening.holder_of(reading_session(), identity)
    return holder.id if holder is not None else None


def _authenticated(identity: str, passphrase: str) -> Account | None:
    """The account that this name and passphrase open. Raises TooManyTries before the passphrase is looked at.

    Known and unknown names take the same steps: one count, one check of a hash.
    """
    holder, device = opening.holder_of(reading_session(), identity), known_devices.read()
    is_known = holder is not None and known_devices.knows(device, holder)
    counters = throttle.of_device(holder.id, device.id) if holder is not None and is_known else throttle.of_name(identity)
    stored = holder.password if holder is not None and holder.active else None
    reservation = throttle.reserve(counters)
    if not passphrases.is_right(passphrase, stored, current_site().decoy) or holder is None:
        return None
    if is_known:
        throttle.clear(counters)
    else:
        throttle.release(reservation)
    return db.session.get(Account, holder.id)


def enter(account: Account, target: str, *, is_own_device: bool = False, is_by_card: bool = False) -> ResponseReturnValue:
    """Let somebody in who has shown one factor; where the account has a second one, ask for its code first."""
    if second_factors.is_on(reading_session(), account.id):
        sign_in_step.begin(account, target, is_own_device=is_own_device, now=now())
        return redirect(url_for("accounts.sign_in_code"), code=303)
    return let_in(account, target, is_own_device=is_own_device, is_by_card=is_by_card)


def let_in(
    account: Account,
    target: str,
    *,
    is_own_device: bool = False,
    is_by_card: bool = False,
    has_two_factors: bool = False,
    note: Note | None = None,
) -> ResponseReturnValue:
    """A fresh session for this account: nothing of the guest's session stays. The device is known from now on.

    is_own_device: she asked to stay signed in there; staff never do, whatever the form says.
    is_by_card: with a card and its PIN; such a device has not shown the passphrase, so guesses of it count there as anywhere else.
    note: by which identity at a provider; nor has that device shown it.
    """
    note, others = note or sign_in_notes.waiting(), attempts.others()
    session.clear()
    attempts.put_back(others)
    if has_two_factors:
        session[sign_in_step.PASSED] = True
    login_user(account, remember=False, authn_via=["provider" if note else "card" if is_by_card else "password"])
    is_own_device = is_own_device and account.role in LEARNER_ROLES
    if is_own_device:
        sessions.stay()
    sign_in_guard.begin(account.id, account.role, is_own_device=is_own_device)
    sign_in_notes.write_down(account.id, note)
    response = make_response(redirect(target, code=303))
    if not is_by_card and note is None:
        known_devices.remember(response, known_devices.read(), account)
    return response


@pages.page("/deconnexion", "/sign-out", access=SIGNED_IN, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """This browser's sign-in ends, whoever kept a copy of its cookie; the others stay (lms/accounts/sign_ins)."""
    account_id, key, way_out = current_user.id, sign_in_guard.current_key(), sign_in_notes.way_out()
    submit(lambda work: browser_sign_ins.end_one(work, account_id, key))
    logs.event("signed_out", account=account_id)
    logout_user()
    session.clear()
    if way_out is not None:
        return render_template("accounts/providers/signed_out.html", way_out=way_out), 200, {"Cache-Control": "no-store"}
    return redirect(url_for("home.home"), code=303)


@pages.page("/nouveau-compte", "/new-account", access=ANYONE, methods=("GET", "POST"))
def open_account() -> ResponseReturnValue:
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("accounts/open.html", form=form, roles=LEARNER_ROLES)
    if not _is_complete(form):
        return render_template("accounts/open.html", form=form, roles=LEARNER_ROLES), 422
    try:
        # Counted whether the name is free or not: both answers tell it, so neither may be had fast.
        throttle.reserve(throttle.of_registration())
        new, at = _new_account(form), now()
        account_id = submit(lambda work: opening.open_account(work, new, at).id)
    except TooManyTries as error:
        refuse_too_many(form, "name", error)
        return render_template("accounts/open.html", form=form, roles=LEARNER_ROLES), 429, {"Retry-After": str(error.wait_s)}
    except NameTaken:
        words = _("Choose another name. If it is your own account, sign in.")
        form.refuse("name", _("This name is taken, or too much like another"), words)
        return render_template("accounts/open.html", form=form, roles=LEARNER_ROLES), 422
    account = db.session.get(Account, account_id)
    assert account is not None  # noqa: S101 - it was made a few lines above
    logs.event("account_opened", account=account_id, role=new.role)
    return enter(account, url_for("messages.recovery_code", new=1))


def _is_complete(form: Form) -> bool:
    """Whether all but the name's being free is in order; what is not stands in the form."""
    refuse_name(form, "name", form.text("name"))
    if form.text("role") not in LEARNER_ROLES:
        form.refuse("role", _("Your path is missing"), _("Choose the one that fits you best."))
    refuse_passphrase(form, "passphrase", form.raw("passphrase"), form.text("name"))
    if not form.text("consent"):
        form.refuse("consent", _("Your agreement is missing"), _("Without it, stay without an account: everything is open."))
    return form.is_good


def _new_account(form: Form) -> opening.NewAccount:
    """No e-mail address is asked for: nobody confirms yet that it is the person's own, and a refusal would tell whose is known here."""
    return opening.NewAccount(
        username=names.displayed(form.text("name")),
        role=form.text("role"),
        password_hash=passphrases.hashed(form.raw("passphrase")),
        has_consented=True,
        is_simulated=False,
        learner_uuid=UUID(session[GUEST_KEY]) if GUEST_KEY in session else None,
    )


@pages.page("/compte", "/account", access=SIGNED_IN)
def account() -> ResponseReturnValue:
    return render_template("accounts/account.html", contact=settings().contact)


@pages.page("/compte/phrase", "/account/passphrase", access=SIGNED_IN, methods=("GET", "POST"))
def change_passphrase() -> ResponseReturnValue:
    if not current_user.has_passphrase:
        return redirect(url_for("providers.first_passphrase"), code=303)
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("accounts/passphrase.html", form=form)
    try:
        if not confirm(form.raw("old")):
            form.refuse("old", _("The current passphrase is not right"), _("Write the one you signed in with."))
    except TooManyTries as error:
        refuse_too_many(form, "old", error)
        return render_template("accounts/passphrase.html", form=form), 429, {"Retry-After": str(error.wait_s)}
    refuse_passphrase(form, "new", form.raw("new"), current_user.username)
    if not form.is_good:
        return render_template("accounts/passphrase.html", form=form), 422
    account_id, stored = current_user.id, passphrases.hashed(form.raw("new"))
    submit(lambda work: opening.change_passphrase(work, account_id, stored))
    logs.event("passphrase_changed", account=account_id)
    account = db.session.get(Account, account_id)
    assert account is not None  # noqa: S101 - the writer has just found it
    return let_in(account, url_for("accounts.account"), has_two_factors=bool(session.get(sign_in_step.PASSED)))


@pages.page("/phrase-oubliee", "/forgotten", access=ANYONE)
def forgotten() -> ResponseReturnValue:
    return render_template("accounts/forgotten.html", contact=settings().contact)
