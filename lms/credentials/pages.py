"""What the routes of attestations share: their blueprint, who may open them, the state of a row today, files to save."""

from flask import Response

from lms.accounts.models import PROFESSIONAL_ROLES
from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.web.database.instants import now
from lms.web.routing.pages import Access, Pages
from lms.web.site import content

PROFESSIONAL = Access("professional", frozenset(PROFESSIONAL_ROLES))
pages = Pages("credentials", __name__)


def obsolete_before(course_key: str) -> str | None:
    """Versions of a course below this one no longer count, as its rule of passing says today; None when all do."""
    course = content.catalogue().courses.get(course_key)
    rule = getattr(course, "passing", None)
    return getattr(rule, "obsolete_before", None) or None


def state_today(row: Attestation) -> validity.State:
    return validity.state_of(row, now(), obsolete_before(row.course))


def file(raw: bytes, kind: str, name: str) -> Response:
    """A file to save, kept by no cache: it bears a name."""
    response = Response(raw, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
