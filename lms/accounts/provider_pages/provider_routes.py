"""The way to a provider and back: a link to it, its answer, and the page of each way in which that fails."""

from typing import NamedTuple

from flask import abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import logs
from lms.accounts.models import Account
from lms.accounts.providers import attempts, documents, exchange, identities, newcomers, professional_claims, sealing, sign_in_notes, tokens
from lms.accounts.providers.attempts import Attempt
from lms.accounts.providers.failures import FAILURES
from lms.accounts.providers.identities import ProviderSubject
from lms.accounts.providers.professional_claims import Professional
from lms.accounts.providers.sign_in_notes import Note
from lms.accounts.routes import let_in
from lms.accounts.second_factor import second_factors, sign_in_step
from lms.errors import IdentityTaken, ProviderRefused
from lms.identity_providers import BY_PROFESSION, IdentityProvider
from lms.web.database.extensions import db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.guards.security import local
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, SIGNED_IN, Pages
from lms.web.site.layout import settings

pages = Pages("providers", __name__)
NO_STORE = {"Cache-Control": "no-store"}
LONGEST_TARGET = 300
"""Signs of the page somebody goes back to: it waits in her cookie."""
PROOF, PROOF_LASTS_S = "provider_proof", 600
"""In the session of somebody who has just shown anew at a provider who she is, and for how long that counts."""
BUSY = ("temporarily_unavailable", "server_error", "login_required", "interaction_required")
FRESH_S = 600
"""How long ago somebody may have signed in there when she is asked to do it anew."""


class Person(NamedTuple):
    """Who the provider says somebody is. professional: None when it says nothing of professions."""

    subject: ProviderSubject
    session_hash: str | None
    token: str
    has_two_factors: bool
    professional: Professional | None


def provider_of(key: str) -> IdentityProvider:
    """404 for one that this site does not have."""
    provider = settings().identity_providers.get(key)
    if provider is None:
        abort(404)
    return provider


def return_address(provider: IdentityProvider) -> str:
    """One for each provider, so that an answer of one is never taken for another's."""
    return f"{settings().origin}/identity/{provider.key}/return"


def way_to(provider: IdentityProvider, purpose: str, target: str) -> str:
    """The address at the provider, after which the browser comes back with an answer to this very step. Raises ProviderRefused."""
    mark = current_user.fs_uniquifier if purpose != attempts.ENTER else ""
    state, attempt = attempts.begin(provider.key, purpose, target, locales.current(), mark, now())
    # not whoever of this household happens to be signed in there; a provider that is sent max_age must say when she signed in (Core, 2)
    anew = {} if purpose == attempts.ENTER else {"prompt": "login", "max_age": str(FRESH_S)}
    parameters = {"nonce": attempt.nonce, "ui_locales": locales.current(), **anew}
    return exchange.authorization_address(provider, return_address(provider), state, attempt.verifier, **parameters)


def failure_page(provider: IdentityProvider, reason: str) -> ResponseReturnValue:
    return redirect(url_for("providers.failure", provider=provider.key, reason=reason), code=303)


@pages.page("/connexion/avec/<provider>", "/sign-in/with/<provider>", access=ANYONE)
def start(provider: str) -> ResponseReturnValue:
    one = provider_of(provider)
    target = local(request.args.get("next"), "")
    try:
        return redirect(way_to(one, attempts.ENTER, target if len(target) <= LONGEST_TARGET else ""))
    except ProviderRefused as error:
        logs.event("sign_in_refused", reason=f"provider/{error.reason}")
        return failure_page(one, error.reason)


@pages.page("/compte/identites/<provider>/encore", "/account/identities/<provider>/again", access=SIGNED_IN)
def again(provider: str) -> ResponseReturnValue:
    """Show anew at the provider who one is, before a first passphrase or a further link."""
    one = provider_of(provider)
    try:
        return redirect(way_to(one, attempts.AGAIN, local(request.args.get("next"), "")[:LONGEST_TARGET]))
    except ProviderRefused as error:
        return failure_page(one, error.reason)


@pages.page("/connexion/avec/<provider>/<reason>", "/sign-in/with/<provider>/<reason>", access=ANYONE)
def failure(provider: str, reason: str) -> ResponseReturnValue:
    one, words = provider_of(provider), FAILURES.get(reason)
    if words is None:
        abort(404)
    has_answered = reason in ("unknown", "role", "suspended", "taken", "other", "level", "profession")
    page = render_template(
        "accounts/providers/failed.html",
        failure=words,
        reason=reason,
        name=one.names[locales.current()],
        key=provider,
        way_out=sign_in_notes.way_out_of(one, None) if has_answered else None,
    )
    return page, words.status, NO_STORE


@pages.plain("/identity/<provider>/return", access=ANYONE)
def come_back(provider: str) -> ResponseReturnValue:
    """What the provider sends the browser back with. It is answered by going on to a page, so that no code stays in the address."""
    one = provider_of(provider)
    attempt = attempts.take(request.args.get("state", ""), provider, now())
    if attempt is not None and attempt.language in locales.LANGUAGES:
        g.lang = attempt.language
    else:
        g.lang = locales.current()
    try:
        return _go_on(one, attempt)
    except ProviderRefused as error:
        logs.event("sign_in_refused", reason=f"provider/{error.reason}")
        return failure_page(one, error.reason)


def _go_on(provider: IdentityProvider, attempt: Attempt | None) -> ResponseReturnValue:
    if attempt is None:
        raise ProviderRefused("stale")
    if attempts.is_late(attempt, now()):
        raise ProviderRefused("late")
    person = _person(provider, attempt)
    if attempt.purpose == attempts.ENTER:
        return _enter(provider, person, attempt.target)
    if not current_user.is_authenticated or current_user.fs_uniquifier != attempt.account:
        raise ProviderRefused("stale")
    return _link(provider, person) if attempt.purpose == attempts.LINK else _prove(person, attempt.target)


def _person(provider: IdentityProvider, attempt: Attempt) -> Person:
    """Who came back, once everything that was sent has been checked. Raises ProviderRefused."""
    issuer = request.args.get("iss")
    if issuer != provider.issuer and (issuer is not None or documents.addresses_of(provider).names_issuer):
        raise ProviderRefused("issuer")
    if error := request.args.get("error"):
        raise ProviderRefused("refused" if error == "access_denied" else "down" if error in BUSY else "setting")
    at = int(now().timestamp())
    id_token, access_token = exchange.tokens_for(provider, return_address(provider), request.args.get("code", ""), attempt.verifier)
    claims = tokens.id_token(provider, id_token, attempt.nonce, access_token, at)
    if attempt.purpose != attempts.ENTER and not _is_fresh(claims.get("auth_time"), at):
        raise ProviderRefused("stale")
    subject, sid = claims["sub"], claims.get("sid")
    professional = professional_claims.read(exchange.person(provider, access_token, subject, at)) if provider.tells_profession else None
    methods = {claims.get("acr"), *(one for one in claims.get("amr") or () if isinstance(one, str))}
    return Person(
        ProviderSubject(provider.issuer, sealing.fingerprint(provider.issuer, "sub", subject)),
        sealing.fingerprint(provider.issuer, "sid", sid) if isinstance(sid, str) else None,
        id_token,
        bool(provider.second_factor & methods),
        professional,
    )


def _is_fresh(auth_time: object, at: int) -> bool:
    """Whether she signed in there a short time ago, in seconds since 1970; a provider that does not say it is not believed."""
    return isinstance(auth_time, int | float) and auth_time >= at - FRESH_S - tokens.LEEWAY_S


def _enter(provider: IdentityProvider, person: Person, target: str) -> ResponseReturnValue:
    identity = identities.holder_of(reading_session(), person.subject)
    if identity is None:
        return _meet(provider, person, target)
    account = db.session.get_one(Account, identity.account_id)
    if not account.active:
        raise ProviderRefused("suspended")
    if account.role not in provider.roles:
        raise ProviderRefused("role")
    logs.event("signed_in", account=account.id, method=f"provider/{provider.key}")
    note = Note(identity.id, person.session_hash, person.token)
    return open_for(account, note, target, has_two_factors=person.has_two_factors)


def open_for(account: Account, note: Note, target: str, *, has_two_factors: bool) -> ResponseReturnValue:
    """Let her in; where the account has a second step and the provider's answer does not stand for it, that step comes first."""
    target = target or url_for("home.home")
    if second_factors.is_on(reading_session(), account.id) and not has_two_factors:
        others = attempts.others()
        sign_in_step.begin(account, target, is_own_device=False, now=now())
        sign_in_notes.wait(note)
        attempts.put_back(others)
        return redirect(url_for("accounts.sign_in_code"), code=303)
    return let_in(account, target, has_two_factors=has_two_factors, note=note)


def _meet(provider: IdentityProvider, person: Person, target: str) -> ResponseReturnValue:
    """Somebody whose identity opens no account here: the page of a new account, where the site allows one."""
    if not provider.new_role:
        raise ProviderRefused("unknown")
    known_professions = person.professional.professions if person.professional is not None else ()
    if provider.new_role == BY_PROFESSION and not known_professions:
        raise ProviderRefused("profession")
    newcomers.wait(provider, person.subject.subject_hash, person.session_hash, person.professional, target, person.has_two_factors)
    return redirect(url_for("providers.new_account"), code=303)


def _link(provider: IdentityProvider, person: Person) -> ResponseReturnValue:
    account_id, at, subject = current_user.id, now(), person.subject
    if current_user.role not in provider.roles:
        raise ProviderRefused("role")
    try:
        submit(lambda work: identities.link(work, account_id, subject, at).id)
    except IdentityTaken as error:
        raise ProviderRefused("taken") from error
    logs.event("identity_linked", account=account_id, key=provider.key)
    if person.professional is not None and person.professional.professions:
        newcomers.wait_for_choice(provider, person.professional)
        return redirect(url_for("providers.profession"), code=303)
    return redirect(url_for("providers.own", done="linked"), code=303)


def _prove(person: Person, target: str) -> ResponseReturnValue:
    identity = identities.holder_of(reading_session(), person.subject)
    if identity is None or identity.account_id != current_user.id:
        raise ProviderRefused("other")
    session[PROOF] = sealing.seal(current_user.fs_uniquifier)
    return redirect(target or url_for("providers.own"), code=303)


def has_proof() -> bool:
    """Whether she showed anew at a provider, in the last ten minutes and in this browser, that the account is hers."""
    return bool(sealing.unseal(session.get(PROOF), PROOF_LASTS_S) == current_user.fs_uniquifier)
