"""A line of a page's text round the word that was asked for, cut between words."""

import re
from collections.abc import Sequence

from courses.text.search_terms import fold

LIGATURE = re.compile("[œæŒÆ]")
ROUND_HIT = 60


def pattern_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Finds in a folded text a word that begins like one of these; spaces stand for any sign between words. None without words."""
    if not words:
        return None
    return re.compile(r"\b(?:" + "|".join(r"[sx]?\W+".join(map(re.escape, word.split())) for word in words) + r")\w*")


def excerpt(body: str, pattern: re.Pattern[str] | None) -> tuple[tuple[str, bool], ...]:
    """Pieces of the text, each with whether it is what was asked for; the beginning when only the title holds it."""
    match = pattern.search(fold(body)) if pattern else None
    if match is None:
        return ((body[: 2 * ROUND_HIT].rsplit(" ", 1)[0] + " …" if len(body) > 2 * ROUND_HIT else body, False),)
    start, end = _place(body, match.start()), _place(body, match.end() - 1) + 1
    before, after = body[max(0, start - ROUND_HIT) : start], body[end : end + ROUND_HIT]
    if start > ROUND_HIT:
        before = "… " + before.split(" ", 1)[-1]
    if end + ROUND_HIT < len(body):
        after = after.rsplit(" ", 1)[0] + " …"
    return ((before, False), (body[start:end], True), (after, False))


def _place(text: str, at: int) -> int:
    """The place in the original of a place in its folded text: each ligature before it counts double there."""
    for number, ligature in enumerate(LIGATURE.finditer(text)):
        if ligature.start() + number >= at:
            break
        at -= 1
        if ligature.start() + number == at:
            break
    return at
