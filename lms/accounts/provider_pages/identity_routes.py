"""Her own page of identities: linking one by proof of both sides, taking one away, a first passphrase, a profession that was told."""

from collections.abc import Mapping
from uuid import UUID

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import opening, passphrases, professions
from lms.accounts.confirming import confirm
from lms.accounts.models import Account
from lms.accounts.provider_pages.new_account_routes import profession_choice
from lms.accounts.provider_pages.provider_routes import NO_STORE, failure_page, has_proof, pages, provider_of, way_to
from lms.accounts.providers import attempts, identities, newcomers, professional_claims
from lms.accounts.routes import let_in
from lms.accounts.second_factor import sign_in_step
from lms.accounts.sign_ins.sign_in_guard import ending_others
from lms.accounts.wording import refuse_passphrase, refuse_too_many
from lms.errors import ProviderRefused, TooManyTries
from lms.platforms import known
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.pages import SIGNED_IN
from lms.web.site.layout import settings


@pages.page("/compte/identites", "/account/identities", access=SIGNED_IN)
def own() -> ResponseReturnValue:
    return _page(Form())


def _page(form: Form, status: int = 200, wait_s: int = 0, way: tuple[str, str] | None = None) -> ResponseReturnValue:
    """way: name and address of a provider to go to, once the passphrase was right."""
    language, rows = locales.current(), identities.of_account(reading_session(), current_user.id)
    by_issuer = {one.issuer: one for one in settings().identity_providers.values()}
    places = _places()
    links = [
        {
            "row": row,
            "provider": by_issuer.get(row.issuer),
            "is_in_use": row.issuer in places,
            "name": places[row.issuer][language] if row.issuer in places else row.issuer,
        }
        for row in rows
    ]
    issuers = {row.issuer for row in rows}
    page = render_template(
        "accounts/providers/identities.html",
        form=form,
        links=links,
        offers=[
            (one.key, one.names[language]) for one in by_issuer.values() if one.issuer not in issuers and current_user.role in one.roles
        ],
        can_unlink=current_user.has_passphrase or len(rows) > 1,
        has_proof=has_proof(),
        done=request.args.get("done", ""),
        way=way,
    )
    return page, status, {**NO_STORE, **({"Retry-After": str(wait_s)} if wait_s else {})}


def _places() -> dict[str, Mapping[str, str]]:
    """Names, by language, of every place whose people this site knows, by the issuer of their identities."""
    providers = {one.issuer: one.names for one in settings().identity_providers.values()}
    return providers | {one.identity_issuer: one.names for one in known.with_former().values()}


def _refusal(form: Form) -> ResponseReturnValue | None:
    """The page again, unless she has shown that she is herself: by her passphrase, or anew at a provider where she has none."""
    try:
        if has_proof() if not current_user.has_passphrase else confirm(form.raw("passphrase")):
            return None
    except TooManyTries as error:
        refuse_too_many(form, "passphrase", error)
        return _page(form, 429, error.wait_s)
    form.refuse("passphrase", _("The passphrase does not fit"), _("Write the one you signed in with."))
    return _page(form, 422)


@pages.page("/compte/identites/<provider>", "/account/identities/<provider>", access=SIGNED_IN, methods=("POST",))
def link(provider: str) -> ResponseReturnValue:
    """A link to the provider, not a redirect: a form may lead to this site alone (form-action of the content policy)."""
    one, form = provider_of(provider), Form(request.form)
    if current_user.role not in one.roles:
        abort(403)
    if (refusal := _refusal(form)) is not None:
        return refusal
    try:
        return _page(Form(), way=(one.names[locales.current()], way_to(one, attempts.LINK, "")))
    except ProviderRefused as error:
        return failure_page(one, error.reason)


@pages.page("/compte/identites/<uuid:uuid>/retirer", "/account/identities/<uuid:uuid>/remove", access=SIGNED_IN, methods=("POST",))
def unlink(uuid: UUID) -> ResponseReturnValue:
    form, account_id = Form(request.form), current_user.id
    if (refusal := _refusal(form)) is not None:
        return refusal
    if not submit(ending_others(lambda work: identities.unlink(work, account_id, uuid))):
        abort(409)
    logs.event("identity_unlinked", account=account_id)
    return redirect(url_for("providers.own", done="removed"), code=303)


@pages.page("/compte/metier-confirme", "/account/checked-profession", access=SIGNED_IN, methods=("GET", "POST"))
def profession() -> ResponseReturnValue:
    """Which of the professions that the provider names counts here. It is kept when she says so, as checked by the provider."""
    waiting, form = newcomers.choice(), Form(request.form if request.method == "POST" else None)
    account = db.session.get_one(Account, current_user.id)
    if waiting is None or not professions.is_professional(account):
        newcomers.end_choice()
        return redirect(url_for("providers.own", done="linked"), code=303)
    provider, professional = waiting
    key = profession_choice(form, professional.professions) if request.method == "POST" else ""
    if request.method == "GET" or not form.is_good:
        choices = [(one, professions.PROFESSIONS[one][0 if locales.current() == "fr" else 1]) for one in professional.professions]
        page = render_template(
            "accounts/providers/profession.html",
            form=form,
            professions=choices,
            name=provider.names[locales.current()],
            keeps=provider.keeps,
        )
        return page, 422 if form.refusals else 200, NO_STORE
    account_id, at = account.id, now()

    def work_of(work: Session) -> None:
        professional_claims.note(work, account_id, professional, key, provider.keeps, at)

    submit(work_of)
    newcomers.end_choice()
    logs.event("profession_checked", account=account_id, key=provider.key)
    return redirect(url_for("providers.own", done="profession"), code=303)


@pages.page("/compte/premiere-phrase", "/account/first-passphrase", access=SIGNED_IN, methods=("GET", "POST"))
def first_passphrase() -> ResponseReturnValue:
    """For an account that a provider opened: a passphrase of its own, after the provider was asked anew."""
    if current_user.has_passphrase:
        return redirect(url_for("accounts.change_passphrase"), code=303)
    form = Form(request.form if request.method == "POST" else None)
    if request.method == "POST" and has_proof():
        refuse_passphrase(form, "new", form.raw("new"), current_user.username)
        if form.is_good:
            return _set_passphrase(form.raw("new"))
    issuers = {row.issuer for row in identities.of_account(reading_session(), current_user.id)}
    ways = [(one.key, one.names[locales.current()]) for one in settings().identity_providers.values() if one.issuer in issuers]
    platforms = [one.names[locales.current()] for one in known.current().values() if one.identity_issuer in issuers]
    page = render_template("accounts/providers/first_passphrase.html", form=form, ways=ways, platforms=platforms, has_proof=has_proof())
    return page, 422 if form.refusals or (request.method == "POST" and not has_proof()) else 200, NO_STORE


def _set_passphrase(passphrase: str) -> ResponseReturnValue:
    account_id, stored, has_passed = current_user.id, passphrases.hashed(passphrase), bool(session.get(sign_in_step.PASSED))
    submit(lambda work: opening.change_passphrase(work, account_id, stored))
    logs.event("passphrase_changed", account=account_id)
    return let_in(db.session.get_one(Account, account_id), url_for("accounts.account"), has_two_factors=has_passed)
