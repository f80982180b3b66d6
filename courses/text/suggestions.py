"""The word an author probably meant."""

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or the list when nothing is near and the list is short, or nothing."""
    choices = sorted(known)
    found = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if found:
        return f"; did you mean {found[0]!r}?"
    return f"; known: {', '.join(choices)}" if 0 < len(choices) <= 12 else ""
