"""Whole numbers that people can type or send: one reader for addresses, one for queries and forms."""

from collections.abc import Mapping

from flask import abort
from werkzeug.routing import IntegerConverter

DIGITS = 18
"""So many digits fit a row number of both databases; a longer number names nothing here."""


class RowNumber(IntegerConverter):
    """`<int:…>` in every address of the site: 1 to 18 digits, else the address is not here (404)."""

    regex = rf"[0-9]{{1,{DIGITS}}}"


def whole_number(text: str | None) -> int | None:
    """The number, 0 to 10^18 - 1; None for a text that is none: signs, spaces, other alphabets' digits, too long."""
    if not text or len(text) > DIGITS or not text.isascii() or not text.isdigit():
        return None
    return int(text)


def number_of(values: Mapping[str, str], name: str, default: int | None = None) -> int:
    """The number under this name of a query or form. Answers 400 for a text that is no number, and for none at all without a default."""
    text = values.get(name)
    if text is None and default is not None:
        return default
    number = whole_number(text)
    if number is None:
        abort(400)
    return number
