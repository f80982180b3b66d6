"""Pages that show a pairing code and the paired devices, and the address at which a device hands its code over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts import pairing, throttle
from lms.accounts.consents import consents
from lms.accounts.presence import present
from lms.cohorts.models import CAMPAIGN, Registration
from lms.cohorts.registering import register
from lms.errors import CodeRefused
from lms.web.database.extensions import csrf, reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import BY_KEY, SIGNED_IN, Pages
from lms.web.site import content
from lms.web.site.layout import settings

pages = Pages("devices", __name__)
FIRST_CAMPAIGN = "azur"
LONGEST_CODE = 40


@pages.page("/compte/appareils", "/account/devices", access=SIGNED_IN)
def devices() -> ResponseReturnValue:
    return devices_page("")


def devices_page(code: str) -> ResponseReturnValue:
    learner_id = present().learner_id
    assert learner_id is not None  # noqa: S101 - every account has a learner
    rows = pairing.devices_of(reading_session(), learner_id)
    return render_template("accounts/devices.html", code=code, devices=rows, minutes=int(pairing.LASTS.total_seconds() // 60))


@pages.page("/compte/appareils/code", "/account/devices/code", access=SIGNED_IN, methods=("POST",))
def code() -> ResponseReturnValue:
    """A new code, shown once on the answer itself: it stands nowhere but in its reader's window."""
    learner_id, new_code, at = present().learner_id, pairing.new_code(), now()
    assert learner_id is not None  # noqa: S101 - every account has a learner
    submit(lambda work: pairing.offer(work, learner_id, new_code, at))
    return devices_page(f"{new_code[:4]} {new_code[4:]}")


@pages.page("/compte/appareils/<uuid:device>", "/account/devices/<uuid:device>", access=SIGNED_IN, methods=("POST",))
def forget(device: UUID) -> ResponseReturnValue:
    """Take a device's key away."""
    learner_id, at = present().learner_id, now()
    assert learner_id is not None  # noqa: S101 - every account has a learner
    submit(lambda work: pairing.revoke(work, learner_id, device, at))
    logs.event("device_unpaired", account=current_user.id, key=device)
    return redirect(url_for("devices.devices"), code=303)


@pages.plain("/api/pair", access=BY_KEY, methods=("POST",))
@csrf.exempt
def pair() -> ResponseReturnValue:
    """A device gives its code and gets an access key. No cookie counts here. Wrong codes are counted, right ones are free."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or not isinstance(given.get("code"), str) or not isinstance(given.get("device", ""), str):
        abort(400)
    context, code_typed = _pairing_context(), given["code"][:LONGEST_CODE]
    answer = throttle.guarded(throttle.of_pairing(), lambda work: _paired(work, code_typed, given.get("device", ""), context))
    if answer is None:
        words = _("This code does not open anything: it was used, or is over ten minutes old. Ask the site for a new one.")
        return jsonify({"error": {"status": 403, "title": _("Code refused"), "what_to_do": words}}), 403
    connection, account_id = answer
    logs.event("device_paired", account=account_id)
    return jsonify(connection)


@dataclass(frozen=True)
class PairingContext:
    """What pairing needs of the site: the writer works outside the request."""

    origin: str
    home_page: str
    campaign: str
    language: str
    now: datetime


def _pairing_context() -> PairingContext:
    game = content.catalogue().game
    first = FIRST_CAMPAIGN if game is None or FIRST_CAMPAIGN in game.campaigns else next(iter(game.campaigns))
    return PairingContext(settings().origin, settings().home_page, first, locales.current(), now())


def _paired(work: Session, typed: str, device: str, context: PairingContext) -> tuple[dict[str, Any], int | None] | None:
    """What the device is told, and whose it is; None for a wrong code, so that the count of wrong codes is kept with this write."""
    try:
        paired = pairing.pair(work, typed, device, context.home_page, context.now)
    except CodeRefused:
        return None
    registration = _campaign_of(work, paired, context)
    connection = {
        "endpoint": f"{context.origin}/xapi",
        "access_key": paired.access_key,
        "actor": paired.actor,
        "registration": str(registration.uuid),
        "role": paired.learner.role,
        "simulated": paired.learner.is_simulated,
        "cohort": str(registration.cohort.uuid) if registration.cohort else None,
        "language": context.language,
        "agreement": consents.since(work, paired.learner),
    }
    return connection, paired.learner.account_id


def _campaign_of(work: Session, paired: pairing.Paired, context: PairingContext) -> Registration:
    """The learner's campaign, in her cohort if she has one; else the first campaign of the game."""
    query = select(Registration).where(Registration.learner_id == paired.learner.id, Registration.kind == CAMPAIGN)
    known = work.scalar(query.order_by(Registration.cohort_id.is_(None), Registration.created_at.desc()).limit(1))
    return known or register(work, paired.learner, CAMPAIGN, context.campaign, context.now)
