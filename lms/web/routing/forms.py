"""One form as it came back: what was typed, and what is still to put right, field by field."""

import re
from collections.abc import Mapping
from typing import NamedTuple

LONGEST = 2000
SPACES = re.compile(r"[ \t\r\n]+")
"""What one types between words. Spaces that do not break are signs of their own: an author may have typed them."""


def on_one_line(words: str) -> str:
    """The words with one plain space between them; spaces that do not break stay."""
    return SPACES.sub(" ", words).strip(" ")


def is_printable(words: str) -> bool:
    """Whether every sign of one line can be shown. Python takes spaces that do not break for signs that cannot."""
    return words.replace("\u202f", " ").replace("\xa0", " ").isprintable()


class Refusal(NamedTuple):
    """field: its name in the form. title: for the summary on top; words: beside the field, what to do."""

    field: str
    title: str
    words: str


class Form:
    """Holds values and refusals; the page shows the summary first, then each field with its words."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = values or {}
        self.refusals: list[Refusal] = []

    @property
    def is_good(self) -> bool:
        return not self.refusals

    def raw(self, field: str) -> str:
        """Exactly what was typed, up to 2,000 signs."""
        return self._values.get(field, "")[:LONGEST]

    def text(self, field: str) -> str:
        return self.raw(field).strip()

    def refuse(self, field: str, title: str, words: str) -> None:
        self.refusals.append(Refusal(field, title, words))

    def refusal(self, field: str) -> Refusal | None:
        return next((refusal for refusal in self.refusals if refusal.field == field), None)
