"""The signs by which a question shows an urgent row of the triage register, in a form that is quick to look for."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from courses.triage.register import Register, Row

SAFE_BEFORE = ("emergency", "now")
"""Rows for which a later option is dangerous, and not just the worse one."""
FEVER = r"\{\{fever\.example(?:_low)?\}\}"
"""A reading at which the site's rule has people call."""


class UrgentSigns(NamedTuple):
    """The marks of the register's urgent rows in one language, made ready once for all items of a file.

    by_row: a row and the expression for its marks; any_row: one for all of them; marks: in small letters.
    """

    by_row: Sequence[tuple[Row, re.Pattern[str]]]
    any_row: re.Pattern[str] | None
    marks: Sequence[str]


def signs_of(register: Register, language: str) -> UrgentSigns:
    """The signs of the register, for items in this language."""
    urgent = [row for row in register.rows.values() if row.urgency in SAFE_BEFORE]
    words = [(row, [re.escape(mark) for mark in row.marks.get(language, ())] + ([FEVER] if row.key == "fever" else [])) for row in urgent]
    patterns = [(row, "|".join(marks)) for row, marks in words if marks]
    by_row = [(row, re.compile(pattern, re.IGNORECASE)) for row, pattern in patterns]
    any_row = re.compile("|".join(pattern for _, pattern in patterns), re.IGNORECASE) if patterns else None
    return UrgentSigns(by_row, any_row, [mark.casefold() for row in urgent for mark in row.marks.get(language, ())])
