"""Somebody's first launch: she links it to the account she has, by proof of both, opens one where that is allowed, or goes on without."""

import secrets
from uuid import UUID

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import names, opening, passphrases, throttle
from lms.accounts.confirming import confirm
from lms.accounts.models import LEARNER_ROLES, Account
from lms.accounts.presence import GUEST_KEY
from lms.accounts.provider_pages.provider_routes import has_proof
from lms.accounts.providers import identities
from lms.accounts.providers.identities import ProviderSubject
from lms.accounts.wording import refuse_name, refuse_too_many
from lms.errors import IdentityTaken, LaunchRefused, NameTaken, TooManyTries
from lms.lti import waiting
from lms.lti.failing import refused
from lms.lti.launch_routes import let_in
from lms.lti.pages import NO_STORE, pages
from lms.lti.result_routes import ask_after
from lms.lti.waiting import Newcomer
from lms.lti_platforms import LtiPlatform
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE, SIGNED_IN


@pages.page("/premiere-fois", "/first-time", access=ANYONE)
def first_time() -> ResponseReturnValue:
    newcomer = waiting.read()
    return _page(newcomer, Form()) if newcomer is not None else redirect(url_for("home.home"), code=303)


def _page(newcomer: Newcomer, form: Form, status: int = 200, wait_s: int = 0) -> ResponseReturnValue:
    page = render_template(
        "lti/first_time.html",
        form=form,
        name=newcomer.platform.names[locales.current()],
        role=newcomer.platform.new_role,
        target=newcomer.target,
        may_link=current_user.is_authenticated and _fits(newcomer.platform),
        has_proof=current_user.is_authenticated and has_proof(),
    )
    return page, status, {**NO_STORE, **({"Retry-After": str(wait_s)} if wait_s else {})}


def _fits(platform: LtiPlatform) -> bool:
    """Accounts of staff are opened by no platform: whoever runs one could open them."""
    return current_user.role in LEARNER_ROLES and current_user.role in platform.roles


@pages.page("/premiere-fois/lier", "/first-time/link", access=SIGNED_IN, methods=("POST",))
def link() -> ResponseReturnValue:
    """The platform has just said who she is; her passphrase says whose account this is."""
    newcomer, form = waiting.read(), Form(request.form)
    if newcomer is None:
        return redirect(url_for("home.home"), code=303)
    try:
        if not _fits(newcomer.platform):
            raise LaunchRefused("role", newcomer.platform.key)
        if not (confirm(form.raw("passphrase")) if current_user.has_passphrase else has_proof()):
            form.refuse("passphrase", _("The passphrase does not fit"), _("Write the one you signed in with."))
            return _page(newcomer, form, 422)
        return _linked(newcomer)
    except TooManyTries as error:
        refuse_too_many(form, "passphrase", error)
        return _page(newcomer, form, 429, error.wait_s)
    except LaunchRefused as error:
        return refused(error)


def _linked(newcomer: Newcomer) -> ResponseReturnValue:
    account_id, at, subject = current_user.id, now(), _subject(newcomer)
    try:
        submit(lambda work: identities.link(work, account_id, subject, at).id)
    except IdentityTaken as error:
        raise LaunchRefused("taken", newcomer.platform.key) from error
    logs.event("identity_linked", account=account_id, key=f"lti/{newcomer.platform.key}")
    account = db.session.get_one(Account, account_id)
    response = ask_after(make_response(redirect(newcomer.target, code=303)), newcomer.platform, account, newcomer.message)
    waiting.end(response)
    return response


def _subject(newcomer: Newcomer) -> ProviderSubject:
    return ProviderSubject(newcomer.platform.identity_issuer, newcomer.subject_hash)


@pages.page("/premiere-fois/compte", "/first-time/account", access=ANYONE, methods=("POST",))
def open_account() -> ResponseReturnValue:
    newcomer, form = waiting.read(), Form(request.form)
    if newcomer is None or not newcomer.platform.new_role:
        return redirect(url_for("home.home"), code=303)
    refuse_name(form, "name", form.text("name"))
    if not form.text("consent"):
        form.refuse("consent", _("Your agreement is missing"), _("Without it, stay without an account: everything is open."))
    if not form.is_good:
        return _page(newcomer, form, 422)
    try:
        throttle.reserve(throttle.of_registration())
        account_id, identity_id = _opened(newcomer, form.text("name"))
        account = db.session.get_one(Account, account_id)
        logs.event("account_opened", account=account_id, role=account.role, method=f"lti/{newcomer.platform.key}")
        response = let_in(newcomer.platform, account, identity_id, newcomer.target, newcomer.message)
    except TooManyTries as error:
        refuse_too_many(form, "name", error)
        return _page(newcomer, form, 429, error.wait_s)
    except NameTaken:
        form.refuse(
            "name", _("This name is taken, or too much like another"), _("Choose another name. If it is your own account, sign in.")
        )
        return _page(newcomer, form, 422)
    except IdentityTaken:  # another tab was quicker
        return refused(LaunchRefused("taken", newcomer.platform.key))
    waiting.end(response)
    return response


def _opened(newcomer: Newcomer, name: str) -> tuple[int, int]:
    """Ids of the account and the identity. Raises NameTaken, IdentityTaken."""
    at, subject = now(), _subject(newcomer)
    new = opening.NewAccount(
        username=names.displayed(name),
        role=newcomer.platform.new_role,
        password_hash=passphrases.hashed(secrets.token_urlsafe(32)),
        has_passphrase=False,
        has_consented=True,
        learner_uuid=UUID(session[GUEST_KEY]) if GUEST_KEY in session else None,
    )

    def work_of(work: Session) -> tuple[int, int]:
        account_id = opening.open_account(work, new, at).id
        return account_id, identities.link(work, account_id, subject, at).id

    return submit(work_of)
