"""The state of an attestation in words, for its owner and for admins."""

from datetime import date

from flask_babel import gettext as _

from lms.credentials.validity import State
from lms.web.routing import locales


def words(state: State, last_day: date | None) -> str:
    """last_day: the last one on which it is valid; None for no end."""
    if state == "unreleased":
        return _("Ready: write the name to be printed")
    if state == "valid":
        return _("Valid until %(day)s", day=locales.day(last_day)) if last_day is not None else _("Valid, no end")
    if state == "expired" and last_day is not None:
        return _("Expired since %(day)s", day=locales.day(last_day))
    if state == "revoked":
        return _("Withdrawn")
    return _("No longer valid: the course has changed") if state == "obsolete" else _("Replaced by a newer one")


def short_words() -> dict[State, str]:
    """Without a day: to choose what a list shows, from what needs care first."""
    return {
        "valid": _("Valid"),
        "unreleased": _("Name not typed yet"),
        "expired": _("Expired"),
        "superseded": _("Replaced"),
        "obsolete": _("Obsolete: the course has changed"),
        "revoked": _("Withdrawn"),
    }
