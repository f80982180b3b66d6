"""How old a child would be who reads a text with ease, by one measure that holds in French and in English.

RIX: long words a sentence, and the school grade that goes with it. Source: J. Anderson, Lix and Rix: variations on a little-known
readability index, Journal of Reading 26 (1983), 490-496, known through pages that give its table; a grade is read at that number and
five years more.
It counts letters and sentences and knows nothing of meaning: whether a text is understood, only its readers can tell.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

LONG_WORD = re.compile(r"[^\W\d_]{7,}")
"""Seven letters or more with nothing between them."""
GRADES = (0.2, 0.5, 0.8, 1.3, 1.8, 2.4, 3.0, 3.7, 4.5, 5.3, 6.2, 7.2)
"""From each of these on, the text is one grade higher than 1."""
YEARS_BEFORE_SCHOOL = 5


def rix(sentences: Iterable[str]) -> float | None:
    """Words of seven letters or more for each sentence. sentences: plain words, no markup. None without one."""
    lines = list(sentences)
    return len(LONG_WORD.findall("\n".join(lines))) / len(lines) if lines else None


def reading_age(sentences: Iterable[str]) -> int | None:
    """Years, 6 to 18; None without a sentence."""
    value = rix(sentences)
    return None if value is None else 1 + bisect_right(GRADES, value) + YEARS_BEFORE_SCHOOL
