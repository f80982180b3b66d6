"""Which of the two languages a run of words is in, by its most ordinary words."""

import re

from courses.checks.passages import plain, sentences

WORD = re.compile(r"[^\W\d_]+")
_FRENCH = """
le la les des une un du de je j l qu vous est et pas que qui pour dans avec sur au aux ce cette ces il elle ils elles
nous ne ma mon mes sa son ses votre vos notre se tout tous toute plus ou où en à été être ai avez sont suis fait faire
si mais sans chez jusqu lui leur dès oui jamais toujours aussi quand comme puis alors après avant même parce donc
"""
FRENCH = frozenset(_FRENCH.split())
_ENGLISH = """
the of and to is in i you my it not that for with at this be do are when no if by as have what we they she he his her
your our there from will can may must was were been has had does did which who how why an yes never always also then
than because so
"""
ENGLISH = frozenset(_ENGLISH.split())
BOTH = FRENCH & ENGLISH
ONLY = {"fr": FRENCH - BOTH, "en": ENGLISH - BOTH}
FEWEST_WORDS, FEWEST_SIGNS = 4, 2


def foreign_sentence(text: str, language: str) -> str:
    """The first sentence whose ordinary words are all of the other language; empty for none, or where it is too short to tell."""
    other = "en" if language == "fr" else "fr"
    for sentence in sentences(text):
        words = [word for word in WORD.findall(sentence.casefold()) if word not in BOTH]
        if len(words) < FEWEST_WORDS or any(word in ONLY[language] for word in words):
            continue
        if sum(word in ONLY[other] for word in words) >= FEWEST_SIGNS:
            return sentence
    return ""


def is_left_as_it_was(text: str, source: str) -> bool:
    """Whether a translation is its source word for word, and holds French words: numbers, names and signs may well be the same."""
    ours, theirs = text.split(), source.split()
    if len(ours) != len(theirs) or any(_plain(one) != _plain(other) for one, other in zip(ours, theirs, strict=True) if one != other):
        return False
    return any(word in FRENCH - BOTH and len(word) > 1 for word in WORD.findall(plain(" ".join(map(_plain, ours)))))


def _plain(word: str) -> str:
    return word.replace("'", "’").casefold()
