"""The word that was probably meant: near by letters, or alike by sound in a simple French or English reading."""

import re
from collections import Counter
from collections.abc import Iterable

SHORTEST = 4
"""Shorter words are taken as typed: nearly every three letters are one letter away from a word."""
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"qu", "k"), (r"c(?=[eiy])", "s"), (r"ch", "S"), (r"c", "k"), (r"h", ""),
        (r"b", "p"), (r"e?au", "o"), (r"[ae]i", "e"), (r"oe", "e"),
        (r"y", "i"), (r"z", "s"), (r"[ea](?=[mn](?![aeiou]))", "a"), (r"(.)\1+", r"\1"), (r"(?<=..)[estxr]+$", ""),
    )
)  # fmt: skip
VOWELS = re.compile(r"(?<!^)[aeiouyh]+")
TWINS = re.compile(r"(.)\1+")


class Vocabulary:
    """Words that can be found, in one language, with how often each stands there."""

    def __init__(self, words: Iterable[str], favourites: Iterable[str] = ()) -> None:
        """favourites: words of the register of synonyms, which win over others as near."""
        self._times = Counter({word: times for word, times in Counter(words).items() if not word[0].isdigit()})
        self._favourites = frozenset(favourites)
        every = set(self._times) | self._favourites
        self._sorted_by_start: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for word in sorted(every):
            if len(word) >= SHORTEST:
                self._sorted_by_start.setdefault(word[0], []).append(word)
                for key in {sound(word), skeleton(word)}:
                    self._by_sound.setdefault(key, []).append(word)
        self._every = every
        self._starts = {word[:end] for word in every for end in range(SHORTEST, len(word))}

    def knows(self, word: str) -> bool:
        """Whether it is a word, or the beginning of one."""
        return word in self._every or word in self._starts

    def meant(self, word: str) -> str:
        """The nearest word: one letter away, two from seven letters on, or of the same sound; "" when none is."""
        near = self._near(word, 1 if len(word) < 7 else 2)
        return near[0] if near else ""

    def near(self, word: str, limit: int) -> list[str]:
        """Words to offer for one that is not known, a letter further away than what is taken without asking."""
        return self._near(word, 2 if len(word) < 7 else 3)[:limit]

    def _near(self, word: str, most: int) -> list[str]:
        if len(word) < SHORTEST or word[0].isdigit():
            return []
        ranks: dict[str, tuple[int, bool, int]] = {}
        alike = (*self._by_sound.get(sound(word), ()), *self._by_sound.get(skeleton(word), ()))
        candidates = [(other, max(2, most)) for other in alike] + [(other, most) for other in self._of_start(word, most)]
        for other, steps_allowed in candidates:
            if other not in ranks and (steps := distance(word, other, steps_allowed)) <= steps_allowed:
                is_other = other not in self._favourites
                ranks[other] = (steps + is_other, is_other, -self._times[other])
        return sorted(ranks, key=lambda other: (*ranks[other], other))

    def _of_start(self, word: str, most: int) -> Iterable[str]:
        letters = set(word)
        for other in self._sorted_by_start.get(word[0], ()):
            if abs(len(other) - len(word)) <= most and len(letters.difference(other)) <= most:
                yield other


def sound(word: str) -> str:
    """A key that words of one sound share: nauzées, nosé and nausée; barasétamol too, for ears in whose language b and p are one letter."""
    for pattern, letters in SOUNDS:
        word = pattern.sub(letters, word)
    return word


def skeleton(word: str) -> str:
    """The first letter and the consonants, twins once; marked, so that it is never taken for a sound."""
    return "=" + TWINS.sub(r"\1", VOWELS.sub("", word))


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change, or swap with the next one; most + 1 as soon as it is more than most."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, against in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != against))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == against:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
