"""Keeps arms apart: who takes part in a trial finds the pages of other arms not here (404), also as a guest on a device she used."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask, Response, abort, current_app, g, has_request_context, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.exc import SQLAlchemyError

from lms.accounts.models import STAFF_ROLES
from lms.accounts.presence import present
from lms.trial import participation, sealing, sittings
from lms.trial.arm_pages import offers_of
from lms.trial.errors import TrialError
from lms.trial.participation import Participation
from lms.web.current_site import current_site
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.request_values import request_values

LASTS_S = 400 * 24 * 3600
"""Browsers keep a cookie no longer; it counts while the trial goes on."""


def init(app: Flask) -> None:
    """Call it after the guard that refuses pages to roles, so that it only takes away from what that opens."""
    app.before_request(hide_other_arms)
    app.after_request(mark_device)
    app.context_processor(words_for_pages)


def init_first(app: Flask) -> None:
    """Call it before the guard that sends guests to sign in: a page that is closed on this device asks nobody who she is."""
    app.before_request(hide_from_guests)


def hide_from_guests() -> None:
    """A guest on a device of a trial finds the pages of other arms not here, also those that need an account."""
    offers = offers_of(request.endpoint or "")
    if offers is None or current_user.is_authenticated:
        return
    if (part := here()) and not part.opens(offers):
        abort(404)


def hide_other_arms() -> None:
    offers = offers_of(request.endpoint or "")
    if offers is None or not (part := here()):
        return
    if not part.opens(offers):
        abort(404)
    place = part.row.place
    if place is not None and place.used_at is None and not part.is_over and _is_of_account(part):
        place_id, at = place.id, now()
        submit(lambda work: sittings.note_use(work, place_id, at))


def here() -> Participation | None:
    """The trial that binds this request: of the person, else of whom the device was used by. None for staff, and where no trial runs."""
    if not has_request_context():  # a page for a letter or a file
        return None
    values = request_values()
    if "trial" not in values:
        values["trial"] = _find() if sealing.has_trials(current_site().settings) else None
    part: Participation | None = values["trial"]
    return part


def _find() -> Participation | None:
    if current_user.is_authenticated and current_user.role in STAFF_ROLES:
        return None
    reader, at, box = reading_session(), now(), sealing.box_of(current_site().settings)
    own: list[Participation] = []
    if current_user.is_authenticated and (learner_id := present().learner_id) is not None:
        own = participation.of_learner(reader, learner_id, box, at)
    device = _device_mark()
    if not any(not part.is_over for part in own) and device is not None:
        marked = participation.by_uuid(reader, device, box, at)
        own = [marked] if marked is not None else own
    return next((part for part in own if not part.is_over), None)


def mark_device(response: Response) -> Response:
    """Leave a mark in the browser of somebody who takes part: it says which part, under this site's signature, and no arm."""
    part: Participation | None = vars(g._get_current_object()).get("trial")
    if part is not None and _is_of_account(part) and _device_mark() != part.row.uuid:
        is_https = current_site().settings.is_https
        mark = _marks().dumps(part.row.uuid.hex)
        response.set_cookie(_name(), mark, max_age=LASTS_S, samesite="Lax", secure=is_https, httponly=True)
    return response


def words_for_pages() -> dict[str, Callable[..., Any]]:
    """`has_page`, which knows no page of another arm; `trial_of_hers`: her part in a trial, None for who only uses the same device;
    `is_in_trial`: whether pages may be closed here."""
    return {"has_page": has_page, "trial_of_hers": of_hers, "is_in_trial": lambda: _for_words() is not None}


def has_page(endpoint: str) -> bool:
    """Whether the site has this page, and it is not one of another arm."""
    if endpoint not in current_app.view_functions:
        return False
    offers = offers_of(endpoint)
    part = _for_words() if offers is not None else None
    return part is None or offers is None or part.opens(offers)


def _for_words() -> Participation | None:
    """As `here`; None where the tables or the key cannot be read: a page about a real problem, or of an error, is shown all the same."""
    try:
        return here()
    except (SQLAlchemyError, TrialError):
        return None


def of_hers() -> Participation | None:
    part = _for_words()
    return part if part is not None and _is_of_account(part) else None


def _is_of_account(part: Participation) -> bool:
    return bool(current_user.is_authenticated) and part.row.learner_id == present().learner_id


def _device_mark() -> UUID | None:
    try:
        return UUID(_marks().loads(request.cookies.get(_name(), "")))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def _name() -> str:
    return "__Host-hlm-trial" if current_site().settings.is_https else "hlm_trial"


def _marks() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="trial-device")
