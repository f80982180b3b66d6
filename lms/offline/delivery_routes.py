"""Where a phone asks who is here and leaves what was done without network."""

import hmac
from dataclasses import replace

from flask import abort, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from lms.accounts.models import Learner
from lms.accounts.presence import Presence, present
from lms.offline import delivering, device_owner
from lms.offline.delivering import PhoneEvent
from lms.offline.pages import pages
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing.pages import ANYONE

CSRF = "csrf_token"
"""Where Flask-WTF keeps its token in the session, once a page has asked for one."""
MOST_EVENTS = 50
"""In one request; a phone sends the others in the next."""
OTHER = "other"
"""Somebody else's: not taken, and the phone keeps it until she is here."""


@pages.page("/hors-connexion/qui", "/offline/who", access=ANYONE)
def who() -> ResponseReturnValue:
    """Whose answers this device may send now, and what it needs for that; nobody's before a page has begun a session.

    It begins none itself: beside a page that is being loaded, the later of two new cookies would make the form of that page refused.
    """
    if CSRF not in session:
        return {"owner": "", "isGuest": True, "ticket": None, "csrf": ""}, 200, {"Cache-Control": "no-store"}
    one = present()
    tag = device_owner.tag_of(one.uuid)
    response = make_response({"owner": tag, "isGuest": one.is_guest, "ticket": device_owner.ticket_of(one), "csrf": generate_csrf()})
    response.headers["Cache-Control"] = "no-store"
    return device_owner.write_cookie(response, tag)


@pages.page("/hors-connexion/reponses", "/offline/answers", access=ANYONE, methods=("POST",))
def deliver() -> ResponseReturnValue:
    """{owner, ticket, sentAt, events} -> {results: {id: what became of it}}. Sent twice, or by two tabs, it counts once."""
    document = request.get_json(silent=True)
    if not isinstance(document, dict) or not isinstance(document.get("owner"), str):
        abort(400)
    events, sent_at, at = document.get("events"), document.get("sentAt"), now()
    if not isinstance(events, list) or len(events) > MOST_EVENTS or isinstance(sent_at, bool) or not isinstance(sent_at, int):
        abort(400)
    results: dict[str, str] = {}
    known: list[PhoneEvent] = []
    for one in events:
        try:
            known.append(delivering.read_event(one, sent_at, at))
        except ValueError:
            results[str(one.get("id"))[:40] if isinstance(one, dict) else ""] = delivering.UNFIT
    ticket = document.get("ticket")
    learner = _speaker(document["owner"], ticket if isinstance(ticket, str) else "")
    for event in known:
        results[str(event.uuid)] = OTHER if learner is None else delivering.take(_as_known(learner), event)
    return {"results": results}


def _speaker(owner: str, ticket: str) -> Presence | None:
    """Whoever is here, where the answers are hers; else the guest whose ticket came along; None for anybody else."""
    here = present()
    if hmac.compare_digest(device_owner.tag_of(here.uuid).encode(), owner.encode()):
        return here
    return device_owner.guest_of(reading_session(), ticket, owner)


def _as_known(learner: Presence) -> Presence:
    """A guest's row is made by her first answer, also by the one before in the same request."""
    return replace(learner, learner_id=reading_session().scalar(select(Learner.id).where(Learner.uuid == learner.uuid)))
