"""Sentences for authors: English words with named places, the values that fill them, and the same sentence in French.

Words that agree with a number stand beside it, singular first: `{count} {count:question|questions}`.

The English sentence is the key of its French one, as in the site's own catalogue: `scripts/translations.py` collects every
`sentence("…")` of this package into `translations/fr/LC_MESSAGES/checker.po` and refuses one without French (decision 0098).
"""

import gettext
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("translations")
DOMAIN = "checker"
NARROW, WIDE = "\u202f", "\u00a0"


@dataclass(frozen=True, slots=True)
class Sentence:
    """english: the words, with a place `{name}` for each value. Without values it is said as it stands, braces and all.

    A value may be a sentence itself: it is said in the same language.
    """

    english: str
    values: "tuple[tuple[str, Value], ...]" = ()

    def __str__(self) -> str:
        return self.in_language("en")

    def __bool__(self) -> bool:
        return bool(self.english)

    def in_language(self, language: str) -> str:
        """The sentence in `fr` or `en`; the English one where no French is known, or where its places differ."""
        if language == "fr" and self.english:
            try:
                return _fill(_french().gettext(self.english), self.values, FRENCH_VALUES)
            except (KeyError, ValueError, IndexError):
                pass  # a French sentence with a place of another name: a test finds it, and no page fails for it
        return _fill(self.english, self.values, ENGLISH_VALUES)


Value = str | int | float | Sentence
NOTHING = Sentence("")
VALUE = "{value}"


def sentence(english: str, /, **values: object) -> Sentence:
    """A sentence with its values; what is neither number nor sentence is kept as its text."""
    return Sentence(english, tuple((name, _value_of(value)) for name, value in values.items()))


def words(text: str) -> Sentence:
    """A value that is the same in both languages, where a sentence is asked for."""
    return Sentence(VALUE, (("value", str(text)),))


def series(sentences: Iterable[Sentence]) -> Sentence:
    """Several sentences with commas between them."""
    parts = tuple((f"part_{place}", part) for place, part in enumerate(sentences))
    return Sentence(", ".join(f"{{{name}}}" for name, _ in parts), parts)


def _value_of(value: object) -> Value:
    if isinstance(value, Sentence | int | float) and not isinstance(value, bool):
        return value
    return str(value)


def _fill(words: str, values: tuple[tuple[str, Value], ...], formatter: "_Values") -> str:
    return formatter.vformat(words, (), dict(values)) if values else words


class _Values(string.Formatter):
    """Fills places; `!r` quotes a value as Python does, so that a space or a sign nobody sees is shown."""

    language = "en"
    singular_below = 0
    """French says “0 question”, “1 question”; in English the singular is for 1 alone."""

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        value = kwargs[str(key)]
        return value.in_language(self.language) if isinstance(value, Sentence) else value

    def format_field(self, value: Any, format_spec: str) -> str:
        """A `|` in the place of a format: the words for one, then the words for several."""
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        singular, plural = format_spec.split("|")
        is_one = isinstance(value, int | float) and (abs(value) == 1 or abs(value) < self.singular_below)
        return singular if is_one else plural


class _FrenchValues(_Values):
    language = "fr"
    singular_below = 2

    def format_field(self, value: Any, format_spec: str) -> str:
        """Figures with a decimal comma, and a narrow space between thousands and before %."""
        text = super().format_field(value, format_spec)
        if not isinstance(value, int | float):
            return str(text)
        return str(text).replace(",", NARROW).replace(".", ",").replace("%", f"{NARROW}%")

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """A value that English quotes stands between French quotation marks."""
        if conversion == "r" and isinstance(value, str):
            return f"«{WIDE}{repr(value)[1:-1]}{WIDE}»"
        return super().convert_field(value, conversion)


ENGLISH_VALUES, FRENCH_VALUES = _Values(), _FrenchValues()


@cache
def _french() -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, FOLDER, languages=["fr"], fallback=True)
