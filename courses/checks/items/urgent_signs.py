"""The signs by which a question shows an urgent row of the triage register, in a form that is quick to look for."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from courses.triage.register import Register, Row

SAFE_BEFORE = ("emergency", "now")
"""Rows for which a later option is dangerous, and not just the worse one."""
FEVER = r"\{\{fever\.example(?:_low)?\}\}"
"""A reading at which the site's rule has people call."""


DOTTED, DOTLESS = "İı"
"""Two letters that a search in small or capital letters takes for an i, and `casefold` does not."""


class UrgentSigns(NamedTuple):
    """The marks of the register's urgent rows in one language, made ready once for all items of a file.

    by_row: a row and the expression for its marks; any_row: one for all of them; marks: in small letters.
    """

    by_row: Sequence[tuple[Row, re.Pattern[str]]]
    any_row: re.Pattern[str] | None
    marks: Sequence[str]

    def may_stand_in(self, text: str) -> bool:
        """Whether `any_row` can match: a look for each mark costs a tenth of a search for all of them as one expression."""
        plain_text = text.replace(DOTTED, "i").replace(DOTLESS, "i").casefold()
        return "{{fever.example" in plain_text or any(mark in plain_text for mark in self.marks)


def signs_of(register: Register, language: str) -> UrgentSigns:
    """The signs of the register, for items in this language."""
    urgent = tuple((row.key, row.marks.get(language, ())) for row in register.rows.values() if row.urgency in SAFE_BEFORE)
    patterns, any_row, marks = _patterns(urgent)
    return UrgentSigns([(register.rows[key], pattern) for key, pattern in patterns], any_row, marks)


@lru_cache(maxsize=8)
def _patterns(
    marks_of_rows: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[Sequence[tuple[str, re.Pattern[str]]], re.Pattern[str] | None, Sequence[str]]:
    """marks_of_rows: key of a row, and its marks. The same for every file of a content folder, hence the cache."""
    words = [(key, [re.escape(mark) for mark in marks] + ([FEVER] if key == "fever" else [])) for key, marks in marks_of_rows]
    patterns = [(key, "|".join(alternatives)) for key, alternatives in words if alternatives]
    by_row = [(key, re.compile(pattern, re.IGNORECASE)) for key, pattern in patterns]
    any_row = re.compile("|".join(pattern for _, pattern in patterns), re.IGNORECASE) if patterns else None
    return by_row, any_row, [mark.casefold() for _, marks in marks_of_rows for mark in marks]
