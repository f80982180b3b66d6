"""The word an author probably meant."""

import difflib
from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or the list when nothing is near and the list is short, or nothing."""
    choices = sorted(words)
    matches = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if matches:
        return f"; did you mean {matches[0]!r}?"
    return f"; known: {', '.join(choices)}" if 0 < len(choices) <= 12 else ""
