"""Who is here: a person with an account, or a guest whose pseudonym lives as long as her browser session."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from flask import session
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.accounts.models import GUEST, Learner
from lms.web.database.extensions import db
from lms.web.routing.request_values import request_values

GUEST_KEY = "guest"
LEARNER_ID = select(Learner.id).where(Learner.uuid == bindparam("uuid"))
"""Made once: each page asks it of a guest."""


@dataclass(frozen=True)
class Presence:
    """The learner behind a request. learner_id: None for a guest of whom nothing is kept yet."""

    uuid: UUID
    role: str
    is_simulated: bool
    learner_id: int | None

    @property
    def is_guest(self) -> bool:
        return self.role == GUEST


def present() -> Presence:
    """The learner of this request. A guest gets her pseudonym here; a row is made for her only when she answers or plays."""
    values = request_values()
    if "presence" not in values:
        values["presence"] = _of_account() if current_user.is_authenticated else _of_guest()
    learner: Presence = values["presence"]
    return learner


def _of_account() -> Presence:
    learner = current_user.learner
    return Presence(learner.uuid, learner.role, learner.is_simulated, learner.id)


def _of_guest() -> Presence:
    if GUEST_KEY not in session:  # a pseudonym that nobody had before: no row to look for
        new_uuid = uuid4()
        session[GUEST_KEY] = str(new_uuid)
        return Presence(new_uuid, GUEST, False, None)
    uuid = UUID(session[GUEST_KEY])
    return Presence(uuid, GUEST, False, db.session.scalar(LEARNER_ID, {"uuid": uuid}))


def learner_row(work: Session, who: Presence, now: datetime) -> Learner:
    """The row of this learner, made for a guest on her first write. Call it inside the writer."""
    learner = work.scalar(select(Learner).where(Learner.uuid == who.uuid))
    if learner is None:
        learner = Learner(uuid=who.uuid, role=who.role, is_simulated=who.is_simulated, created_at=now)
        work.add(learner)
        work.flush()
    return learner
