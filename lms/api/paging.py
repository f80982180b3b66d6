"""Pages of a list by cursor: rows come in the order of their numbers in the database, which two rows never share."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from lms.web.routing.whole_numbers import whole_number

Row = TypeVar("Row")
USUAL, MOST = 50, 200
FORM = re.compile("after-[1-9][0-9]{0,17}")


def cursor_after(number: int) -> str:
    return f"after-{number}"


def number_in(cursor: str) -> int | None:
    """None for a text that is no cursor of ours."""
    word, _hyphen, digits = cursor.partition("-")
    return whole_number(digits) if word == "after" and FORM.fullmatch(cursor) else None


def part(rows: Sequence[Row], number_of: Callable[[Row], int], after: int, limit: int) -> tuple[list[Row], str | None]:
    """So many of the rows whose number is above `after`, and the cursor of the next page. rows: in any order, each number once."""
    left = sorted((row for row in rows if number_of(row) > after), key=number_of)
    return left[:limit], cursor_after(number_of(left[limit - 1])) if len(left) > limit else None
