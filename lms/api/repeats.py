"""A call that is sent again under its Idempotency-Key is done once and answered the same for a day, also after a restart."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.api.errors import CallRefused
from lms.api.models import ApiRepeat

VALID = re.compile(r"[A-Za-z0-9_:.-]{1,64}")
LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """hash: of key and Idempotency-Key; digest: of what is asked. refusal: raised for another digest, made while the language is known."""

    hash: str
    digest: str
    refusal: CallRefused


@dataclass(frozen=True)
class Answered:
    raw: bytes
    status: int
    is_repeated: bool


def mark_of(key_id: str, sent: str, path: str, body: bytes) -> Mark:
    """Needs the request's language."""
    title, detail = _("This Idempotency-Key was used for another call"), _("Take a new one for a new call.")
    return Mark(
        sha256(f"{key_id}\0{sent}".encode()).hexdigest(),
        sha256(path.encode() + b"\0" + body).hexdigest(),
        CallRefused(422, "idempotency-key-used", title, detail),
    )


def answer_of(work: Session, mark: Mark, now: datetime) -> Answered | None:
    """The answer of the first time. Raises CallRefused. Call it inside the writer; what is older than a day goes here."""
    work.execute(delete(ApiRepeat).where(ApiRepeat.created_at < now - LASTS))
    row = work.get(ApiRepeat, mark.hash)
    if row is None:
        return None
    if row.digest != mark.digest:
        raise mark.refusal
    return Answered(row.answer.encode(), row.status, is_repeated=True)


def remember(work: Session, mark: Mark, raw: bytes, status: int, now: datetime) -> Answered:
    """On PostgreSQL IntegrityError when two processes answer the same call at once. Call it inside the writer."""
    work.add(ApiRepeat(hash=mark.hash, digest=mark.digest, status=status, answer=raw.decode(), created_at=now))
    work.flush()
    return Answered(raw, status, is_repeated=False)
