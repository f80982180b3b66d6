"""The steps of a launch: the platform announces it, sends a signed message, and the browser that began it comes for what it opens.

The message arrives from another site's page, to which no cookie of this site is sent; so it is checked and put away there, and the
browser's own cookie counts at the next step, which it makes by itself.
"""

import secrets
from collections.abc import Mapping

from authlib.common.urls import add_params_to_uri
from flask import Response, g, jsonify, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import logs
from lms.accounts.models import LEARNER_ROLES, Account
from lms.accounts.provider_pages.provider_routes import PROOF, open_for
from lms.accounts.providers import attempts, identities, sealing
from lms.accounts.providers.identities import ProviderSubject
from lms.accounts.providers.sign_in_notes import Note
from lms.errors import LaunchRefused
from lms.lti import choice_pages, destinations, framing, launch_token, launches, tool_keys, waiting
from lms.lti.failing import refused
from lms.lti.launch_token import CHOICE, CHOICE_PATH, LAUNCH_PATH, Launch
from lms.lti.pages import pages
from lms.lti.result_routes import ask_after
from lms.lti.rosters import platform_courses
from lms.lti.waiting import Newcomer
from lms.lti_platforms import LtiPlatform
from lms.platforms import known
from lms.web.database.extensions import csrf, db, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, BY_TOKEN
from lms.web.site.layout import settings

LONGEST = 4000
LONGEST_TOKEN = 60_000
ASKED = ("iss", "client_id", "login_hint", "lti_message_hint", "target_link_uri", "lti_deployment_id")
LASTS_S = int(attempts.LASTS.total_seconds())
ENTER = "lti"


def step_of(platform: LtiPlatform) -> str:
    """Under which name its steps wait in a browser, apart from those of providers of identities."""
    return f"lti/{platform.key}"


@pages.plain("/lti/keys", access=ANYONE)
def keys() -> Response:
    """The public keys of this site, for platforms (RFC 7517)."""
    return jsonify({"keys": tool_keys.public_keys(settings())})


@pages.plain("/lti/login", access=BY_TOKEN, methods=("GET", "POST"))
@csrf.exempt
def login() -> ResponseReturnValue:
    """A platform announces a launch (Security Framework 1.0, 5.1.1.1). It is nobody's yet, and opens nothing.

    Sent as a form, it is asked for again as a page: a form from elsewhere comes without this site's cookie, and would replace it.
    """
    asked = {name: request.values.get(name, "") for name in ASKED}
    try:
        platform = _announced(asked)
    except LaunchRefused as error:
        return refused(error)
    is_choice = asked["target_link_uri"].partition("?")[0].endswith(CHOICE_PATH)
    again = str(add_params_to_uri(url_for("lti.login"), [(name, value) for name, value in asked.items() if value]))
    if framing.is_inside() and not is_choice:
        page = render_template("lti/new_window.html", name=platform.names[locales.current()], address=again)
        return framing.framed(page, platform)
    if request.method == "POST" and not is_choice:
        return redirect(again, code=303)
    return redirect(_address_there(platform, asked, is_choice=is_choice), code=303 if request.method == "POST" else 302)


def _announced(asked: Mapping[str, str]) -> LtiPlatform:
    """The platform that announces it. Raises LaunchRefused."""
    ours = [one for one in known.current().values() if one.issuer == asked["iss"]]
    ours = [one for one in ours if asked["client_id"] in ("", one.client_id)]
    if not ours:
        raise LaunchRefused("issuer")
    if len(ours) > 1 or not asked["login_hint"] or any(len(value) > LONGEST for value in asked.values()):
        raise LaunchRefused("missing", ours[0].key)
    if asked["lti_deployment_id"] and asked["lti_deployment_id"] not in ours[0].deployments:
        raise LaunchRefused("deployment", ours[0].key)
    if not launch_token.is_ours(asked["target_link_uri"], settings().origin):
        raise LaunchRefused("target", ours[0].key)
    return ours[0]


def _address_there(platform: LtiPlatform, asked: Mapping[str, str], *, is_choice: bool) -> str:
    """Where the browser goes for the signed message. A choice may be made inside the platform's page, where no cookie of this site is
    kept: its state is a box that says itself which message it waits for, since it opens no account.
    """
    if is_choice:
        nonce = secrets.token_urlsafe(32)
        state = sealing.seal([CHOICE, platform.key, nonce])
    else:
        state, attempt = attempts.begin(step_of(platform), ENTER, "", locales.current(), "", now())
        nonce = attempt.nonce
    fields = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": f"{settings().origin}{LAUNCH_PATH}",
        "login_hint": asked["login_hint"],
        **({"lti_message_hint": asked["lti_message_hint"]} if asked["lti_message_hint"] else {}),
        "state": state,
        "nonce": nonce,
    }
    return str(add_params_to_uri(platform.login, list(fields.items())))


@pages.plain(LAUNCH_PATH, access=BY_TOKEN, methods=("GET", "POST"))
@csrf.exempt
def launch() -> ResponseReturnValue:
    """The signed message. Checked, it is written down once; who may use it is for the next step to see."""
    try:
        if request.method == "GET" or request.form.get("error"):
            raise LaunchRefused("refused" if request.method == "POST" else "browser", _place_of_state())
        at, token = now(), request.form.get("id_token", "")
        if len(token) > LONGEST_TOKEN:
            raise LaunchRefused("altered")
        platform, nonce, message = launch_token.read(known.current(), settings().origin, token, int(at.timestamp()))
        is_boxed = sealing.unseal(request.form.get("state"), LASTS_S) == [CHOICE, platform.key, nonce]
        if is_boxed and message.kind != CHOICE:
            raise LaunchRefused("browser", platform.key)
        box = "" if is_boxed else sealing.seal([*message])
        hash = launches.hashed(platform.key, nonce)
        if not submit(lambda work: launches.note(work, hash, box, at)):
            raise LaunchRefused("used", platform.key)
    except LaunchRefused as error:
        return refused(error)
    if is_boxed:
        g.lang = message.language or locales.current()
        return choice_pages.choosing(platform, message)
    return redirect(url_for("lti.open_launch", place=platform.key, state=request.form.get("state", "")[:LONGEST]), code=303)


def _place_of_state() -> str:
    box = sealing.unseal(request.form.get("state"), LASTS_S)
    return str(box[1]) if isinstance(box, list) and box[:1] == [CHOICE] and len(box) == 3 else ""


@pages.plain("/lti/open", access=ANYONE)
def open_launch() -> ResponseReturnValue:
    """The browser comes for what its launch opens. Whose launch it is stands in its own cookie, under the state and with the nonce."""
    try:
        platform = known.current().get(request.args.get("place", ""))
        if platform is None:
            raise LaunchRefused("issuer")
        message = _taken(platform)
        return choice_pages.choosing(platform, message) if message.kind == CHOICE else _enter(platform, message)
    except LaunchRefused as error:
        return refused(error)


def _taken(platform: LtiPlatform) -> Launch:
    """The message of this browser's own step. Raises LaunchRefused."""
    at = now()
    attempt = attempts.take(request.args.get("state", ""), step_of(platform), at)
    if attempt is None:
        raise LaunchRefused("browser", platform.key)
    g.lang = attempt.language if attempt.language in locales.LANGUAGES else locales.current()
    if attempts.is_late(attempt, at):
        raise LaunchRefused("late", platform.key)
    hash = launches.hashed(platform.key, attempt.nonce)
    values = sealing.unseal(submit(lambda work: launches.take(work, hash, at)), LASTS_S)
    if not isinstance(values, list):
        raise LaunchRefused("used", platform.key)
    message = Launch(*values)
    g.lang = message.language or g.lang
    return message


def _enter(platform: LtiPlatform, message: Launch) -> ResponseReturnValue:
    target = destinations.address(message.wish)
    if target is None:
        raise LaunchRefused("content", platform.key)
    _note_course(platform, message)
    if not message.subject:
        return redirect(target, code=303)
    issuer = platform.identity_issuer
    subject = ProviderSubject(issuer, sealing.fingerprint(issuer, "sub", message.subject))
    identity = identities.holder_of(reading_session(), subject)
    if identity is None:
        response = make_response(redirect(url_for("lti.first_time"), code=303))
        waiting.put(response, Newcomer(platform, subject.subject_hash, target, message))
        return response
    account = db.session.get_one(Account, identity.account_id)
    return let_in(platform, account, identity.id, target, message)


def _note_course(platform: LtiPlatform, message: Launch) -> None:
    """Where the platform says who follows its course, of professional courses alone."""
    course, at = platform_courses.professional_course(message) if message.members else "", now()
    if course and platform_courses.is_news(platform_courses.found(reading_session(), platform.key, message, course), message, at):
        submit(lambda work: platform_courses.note(work, platform.key, message, course, at))


def let_in(platform: LtiPlatform, account: Account, identity_id: int, target: str, message: Launch) -> Response:
    """Into an account whose identity was just shown. Raises LaunchRefused."""
    if not account.active:
        raise LaunchRefused("suspended", platform.key)
    if account.role not in LEARNER_ROLES or account.role not in platform.roles:
        raise LaunchRefused("role", platform.key)
    if current_user.is_authenticated and current_user.id == account.id:
        response = make_response(redirect(target, code=303))
    else:
        logs.event("signed_in", account=account.id, method=step_of(platform))
        response = make_response(open_for(account, Note(identity_id, None, ""), target, has_two_factors=False))
    if not current_user.is_authenticated or current_user.id != account.id:
        return response  # her second step comes first
    if not account.has_passphrase:
        session[PROOF] = sealing.seal(account.fs_uniquifier)  # the platform alone opens it: there is nothing else she could show
    return ask_after(response, platform, account, message)
