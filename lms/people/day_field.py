"""A day typed into a form: what a browser's date field sends, and what people type where there is none."""

import re
from datetime import date

from flask_babel import gettext as _

from lms.web.routing.forms import Form

ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
BY_HAND = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
"""Day first, in both languages, as on every page of the site."""


def day_in(text: str) -> date | None:
    """The day; None for a text that is none, 31 February included."""
    iso, by_hand = ISO.fullmatch(text.strip()), BY_HAND.fullmatch(text.strip())
    parts = iso.groups() if iso else by_hand.groups()[::-1] if by_hand else None
    try:
        return date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        return None


def asked_day(form: Form, field: str) -> date | None:
    """The day of this field; None with a refusal when there is none."""
    day = day_in(form.text(field))
    if day is None:
        form.refuse(field, _("The day is missing"), _("Write it as 12/12/2026, or choose it."))
    return day


def refuse_past(form: Form, field: str) -> None:
    """What DayPast means beside the field."""
    words = _("Choose a day from today on, within three years, and not before the one that everybody has.")
    form.refuse(field, _("The day does not fit"), words)
