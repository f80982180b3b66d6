"""One form as it came back: what was typed, and what is still to put right, field by field."""

from collections.abc import Mapping
from typing import NamedTuple

LONGEST = 2000


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
