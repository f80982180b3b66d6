"""How a trial's report says names, numbers and intervals in one language."""

from typing import NamedTuple

from analytics.trial.protocol import Protocol, Words
from analytics.trial.report_words import say

MINUS, NARROW = "\u2212", "\u202f"


class Speech(NamedTuple):
    """How the report says names and numbers in one language."""

    language: str
    protocol: Protocol

    def __call__(self, key: str, **values: str) -> str:
        return say(key, self.language, **values)

    def of(self, words: Words) -> str:
        return words.fr if self.language == "fr" else words.en

    def arm(self, key: str) -> str:
        return next(self.of(arm.name) for arm in self.protocol.arms if arm.key == key)

    def number(self, value: float, digits: int = 2) -> str:
        text = f"{value:.{digits}f}"
        text = text.lstrip("-") if float(text) == 0 else text
        return text.replace("-", MINUS).replace(".", "," if self.language == "fr" else ".")

    def p(self, value: float) -> str:
        return f"< {self.number(0.001, 3)}" if value < 0.001 else f"= {self.number(value, 3)}"

    def between(self, low: int, high: int) -> str:
        return f"{low} à {high}" if self.language == "fr" else f"{low} to {high}"

    def interval(self, low: float, high: float, digits: int = 2) -> str:
        between = " à " if self.language == "fr" else " to "
        return self.number(low, digits) + between + self.number(high, digits)
