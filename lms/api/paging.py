"""Pages of a list by cursor: rows come in the order of their numbers in the database, which two rows never share."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from lms.web.routing.whole_numbers import whole_number

Row = TypeVar("Row")
USUAL, MOST = 50, 200
LONGEST = 40


def cursor_after(number: int) -> str:
    return base64.urlsafe_b64encode(f"after:{number}".encode()).decode().rstrip("=")


def number_in(cursor: str) -> int | None:
    """None for a text that is no cursor of ours."""
    try:
        text = (
            base64.b64decode(f"{cursor}{'=' * (-len(cursor) % 4)}", b"-_", validate=True).decode("ascii") if len(cursor) <= LONGEST else ""
        )
    except (binascii.Error, ValueError):
        return None
    word, _colon, digits = text.partition(":")
    number = whole_number(digits) if word == "after" else None
    return number if number is not None and cursor_after(number) == cursor else None


def part(rows: Sequence[Row], number_of: Callable[[Row], int], after: int, limit: int) -> tuple[list[Row], str | None]:
    """So many of the rows whose number is above `after`, and the cursor of the next page. rows: in any order, each number once."""
    left = sorted((row for row in rows if number_of(row) > after), key=number_of)
    return left[:limit], cursor_after(number_of(left[limit - 1])) if len(left) > limit else None
