"""What else stands on a learner’s own page: attestations of professionals, as short lines."""

from datetime import date

from flask import url_for

from lms.accounts.models import PROFESSIONAL_ROLES
from lms.accounts.presence import present
from lms.credentials import printed, releasing, validity
from lms.credentials.pages import state_today
from lms.web.database.extensions import reading_session
from lms.web.routing import locales

MOST = 5


def attestations() -> list[tuple[str, str, date | None, str]]:
    """Title, state, last day and address of each, the newest first; none for anybody but professionals, without a query."""
    who = present()
    if who.role not in PROFESSIONAL_ROLES:
        return []
    rows = releasing.of_learner(reading_session(), who.learner_id)[:MOST]
    return [
        (
            printed.words_in(row.title, locales.current()),
            state_today(row),
            validity.last_day(row.expires_at) if row.expires_at else None,
            url_for("credentials.attestation", uuid=row.uuid),
        )
        for row in rows
    ]
