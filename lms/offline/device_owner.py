"""Whose a phone's answers are: a tag that says who without telling who, and a ticket by which a guest's answers outlive her session."""

import hashlib
import hmac
from uuid import UUID

from flask import Flask, Response, after_this_request, current_app
from flask_login import user_logged_in, user_logged_out
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import GUEST, Account, Learner
from lms.accounts.presence import Presence
from lms.offline.pages import pages
from lms.web.routing import locales
from lms.web.site.layout import settings

COOKIE = "device-owner"
NOBODY = "nobody"
"""In the cookie after a sign-out: what is answered from now on is nobody's until a page has asked again."""
TICKET_DAYS = 60
COOKIE_SECONDS = 400 * 24 * 3600
PATHS = {"fr": "/fr/hors-connexion", "en": "/en/offline"}
"""The pages that a phone keeps: no other page is sent the cookie."""


def tag_of(learner: UUID) -> str:
    """22 signs that are the same for one learner of this site, and from which nobody else can tell her."""
    key = current_app.config["SECRET_KEY"]
    return hmac.new(hashlib.sha256(b"device owner" + str(key).encode()).digest(), learner.bytes, "sha256").hexdigest()[:22]


def ticket_of(who: Presence) -> str | None:
    """What a guest's device shows when her session is over; None for an account, whose answers wait for its own sign-in."""
    return _serializer().dumps(str(who.uuid)) if who.is_guest else None


def guest_of(work: Session, ticket: str, tag: str) -> Presence | None:
    """The guest of a ticket, for as long as she is one; None when the ticket is false, too old, another's, or an account's by now."""
    try:
        uuid = UUID(_serializer().loads(ticket, max_age=TICKET_DAYS * 24 * 3600))
    except (BadSignature, ValueError):
        return None
    if not hmac.compare_digest(tag_of(uuid), tag):
        return None
    row = work.scalar(select(Learner).where(Learner.uuid == uuid))
    if row is not None and row.role != GUEST:
        return None
    return Presence(uuid, GUEST, False, row.id if row is not None else None)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="offline guest")


def write_cookie(response: Response, tag: str) -> Response:
    """For scripts of the pages that a phone keeps: whose answers are given there. It opens nothing."""
    for lang in locales.LANGUAGES:
        response.set_cookie(COOKIE, tag, max_age=COOKIE_SECONDS, path=PATHS[lang], samesite="Strict", secure=settings().is_https)
    return response


@pages.record_once
def follow_sign_in(state: object) -> None:
    """Each way in and out of an account changes the cookie, so that a page without network never takes one person for another."""
    app: Flask = state.app  # type: ignore[attr-defined]  # a BlueprintSetupState
    user_logged_in.connect(_note_in, app)
    user_logged_out.connect(_note_out, app)


def _note_in(_app: Flask, user: Account, **_more: object) -> None:
    tag = tag_of(user.learner.uuid)
    after_this_request(lambda response: write_cookie(response, tag))


def _note_out(_app: Flask, **_more: object) -> None:
    after_this_request(lambda response: write_cookie(response, NOBODY))
