"""A new account for somebody whom a provider names: she chooses a sign-in name, reads what is kept, and agrees or leaves."""

import secrets
from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import names, opening, passphrases, professions, throttle
from lms.accounts.models import Account
from lms.accounts.presence import GUEST_KEY
from lms.accounts.provider_pages.provider_routes import NO_STORE, open_for, pages
from lms.accounts.providers import identities, newcomers, professional_claims, sign_in_notes
from lms.accounts.providers.identities import ProviderSubject
from lms.accounts.providers.newcomers import Newcomer
from lms.accounts.providers.sign_in_notes import Note
from lms.accounts.wording import refuse_name, refuse_too_many
from lms.errors import IdentityTaken, NameTaken, TooManyTries
from lms.identity_providers import BY_PROFESSION
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import ANYONE


@pages.page("/connexion/premier-compte", "/sign-in/first-account", access=ANYONE, methods=("GET", "POST"))
def new_account() -> ResponseReturnValue:
    newcomer, form = newcomers.waiting(), Form(request.form if request.method == "POST" else None)
    if newcomer is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    if request.method == "GET":
        return _page(newcomer, form)
    profession = profession_choice(form, newcomer.professional.professions if newcomer.professional is not None else ())
    refuse_name(form, "name", form.text("name"))
    if not form.text("consent"):
        form.refuse("consent", _("Your agreement is missing"), _("Without it, stay without an account: everything is open."))
    if not form.is_good:
        return _page(newcomer, form, 422)
    try:
        throttle.reserve(throttle.of_registration())
        account_id, identity_id = _open(newcomer, form.text("name"), profession)
    except TooManyTries as error:
        refuse_too_many(form, "name", error)
        return _page(newcomer, form, 429, {"Retry-After": str(error.wait_s)})
    except IdentityTaken:  # another tab was quicker
        return redirect(url_for("providers.start", provider=newcomer.provider.key), code=303)
    except NameTaken:
        form.refuse(
            "name", _("This name is taken, or too much like another"), _("Choose another name. If it is your own account, sign in.")
        )
        return _page(newcomer, form, 422)
    account = db.session.get_one(Account, account_id)
    logs.event("account_opened", account=account_id, role=account.role, method=f"provider/{newcomer.provider.key}")
    note = Note(identity_id, newcomer.session_hash, "")
    return open_for(account, note, newcomer.target, has_two_factors=newcomer.has_two_factors)


def profession_choice(form: Form, choices: tuple[str, ...]) -> str:
    """The profession she chose, or the only one there is; empty when there is none to choose from."""
    if len(choices) < 2:
        return choices[0] if choices else ""
    if form.text("profession") not in choices:
        form.refuse("profession", _("Your profession is missing"), _("Choose the one you work in here."))
    return form.text("profession")


def _open(newcomer: Newcomer, name: str, profession: str) -> tuple[int, int]:
    """Ids of the account and the identity. Raises NameTaken, IdentityTaken."""
    provider, at, professional = newcomer.provider, now(), newcomer.professional
    role = professions.ROLE_OF[profession] if provider.new_role == BY_PROFESSION else provider.new_role
    new = opening.NewAccount(
        username=names.displayed(name),
        role=role,
        password_hash=passphrases.hashed(secrets.token_urlsafe(32)),
        has_passphrase=False,
        has_consented=True,
        learner_uuid=UUID(session[GUEST_KEY]) if GUEST_KEY in session else None,
    )
    subject = ProviderSubject(provider.issuer, newcomer.subject_hash)

    def work_of(work: Session) -> tuple[int, int]:
        account_id = opening.open_account(work, new, at).id
        identity_id = identities.link(work, account_id, subject, at).id
        if professional is not None and profession:
            professional_claims.note(work, account_id, professional, profession, provider.keeps, at)
        return account_id, identity_id

    return submit(work_of)


def _page(newcomer: Newcomer, form: Form, status: int = 200, more: dict[str, str] | None = None) -> ResponseReturnValue:
    provider, language = newcomer.provider, locales.current()
    choices = newcomer.professional.professions if newcomer.professional is not None else ()
    page = render_template(
        "accounts/providers/new_account.html",
        form=form,
        name=provider.names[language],
        role="" if provider.new_role == BY_PROFESSION else provider.new_role,
        professions=[(key, professions.PROFESSIONS[key][0 if language == "fr" else 1]) for key in choices],
        keeps=provider.keeps,
        way_out=sign_in_notes.way_out_of(provider, None),
    )
    return page, status, {**NO_STORE, **(more or {})}
