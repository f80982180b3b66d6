"""The word an author probably meant."""

import difflib
from collections.abc import Iterable

from courses.sentences import NOTHING, Sentence, sentence


def nearest(word: str, words: Iterable[str]) -> Sentence:
    """`; did you mean 'x'?`, or the list when nothing is near and the list is short, or nothing."""
    choices = sorted(words)
    matches = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if matches:
        return sentence("; did you mean {word!r}?", word=matches[0])
    return sentence("; known: {choices}", choices=", ".join(choices)) if 0 < len(choices) <= 12 else NOTHING
