"""The site's fever rule: when to call, when to measure again, and how to say it in each language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

NO_BREAK_SPACE = "\u00a0"

Spell = Literal["once", "held", "twice"]
Meaning = Literal["call", "second", "none"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at a person's temperature.

    celsius: as shown by the thermometer; None when it was not taken (shivers alone are enough to call).
    hour: hours since any fixed moment; only differences count.
    """

    celsius: float | None
    hour: float = 0.0
    shivers: bool = False
    very_unwell: bool = False


@dataclass(frozen=True, slots=True)
class SiteRule:
    """One preset of content/_structure/rules.yml; a clinician of the site chooses it.

    call: this temperature or more, once, means call now.
    again: this temperature or more, for `wait_hours` (held) or two times that far apart (twice), means call now too;
    None when one reading is enough.
    low: below this, call now. Shivers or feeling very unwell mean call now whatever the number.
    """

    key: str
    spell: Spell
    call: float
    low: float
    again: float | None = None
    wait_hours: float | None = None
    name: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()

    @property
    def first(self) -> float:
        """The lowest temperature at which something has to be done."""
        return self.call if self.again is None else min(self.again, self.call)

    def is_call_now(self, readings: Sequence[Reading]) -> bool:
        """Whether these readings of one episode, oldest first, mean calling now."""
        return any(self._is_alarm(reading) for reading in readings) or self._is_lasting(readings)

    def needs_second_reading(self, readings: Sequence[Reading]) -> bool:
        """Whether the last reading asks for another one before anything is decided."""
        if self.again is None or not readings or self.is_call_now(readings):
            return False
        last = readings[-1].celsius
        return last is not None and _tenths(last) >= _tenths(self.again)

    def meaning(self, readings: Sequence[Reading]) -> Meaning:
        if self.is_call_now(readings):
            return "call"
        return "second" if self.needs_second_reading(readings) else "none"

    def values(self, language: str) -> dict[str, str]:
        """What `{{…}}` stands for in texts under this rule, by key: `fever.call` is “38,0 °C” in French."""
        numbers = self._formatted(language)
        phrases = {f"fever.{key}": text.format_map(numbers) for key, text in self.words.get(language, {}).items()}
        figures = {f"fever.{key}": text for key, text in numbers.items()}
        return figures | phrases | {f"number.{key}": number for key, number in self.numbers.items()}

    def _is_alarm(self, reading: Reading) -> bool:
        if reading.shivers or reading.very_unwell:
            return True
        if reading.celsius is None:
            return False
        return _tenths(reading.celsius) >= _tenths(self.call) or _tenths(reading.celsius) < _tenths(self.low)

    def _is_lasting(self, readings: Sequence[Reading]) -> bool:
        if self.again is None or self.wait_hours is None:
            return False
        start: float | None = None
        for reading in readings:
            if reading.celsius is None:
                continue
            if _tenths(reading.celsius) < _tenths(self.again):
                start = start if self.spell == "twice" else None
            elif start is None:
                start = reading.hour
            elif reading.hour - start >= self.wait_hours:
                return True
        return False

    def _formatted(self, language: str) -> dict[str, str]:
        again = self.call if self.again is None else self.again
        degrees = {
            "call": self.call,
            "again": again,
            "first": self.first,
            "low": self.low,
            "example": self.call + 0.4,
            "example_first": self.first + 0.1,
            "example_calm": min(self.first - 0.7, 37.2),
            "example_low": self.low - 0.3,
        }
        texts = {key: celsius(value, language) for key, value in degrees.items()}
        return texts | {"wait": _hours(self.wait_hours or 1.0, language)}


def celsius(value: float, language: str) -> str:
    """A temperature for reading: “38,0 °C” in French, “38.0 °C” in English, never broken over two lines."""
    number = f"{value:.1f}"
    return (number.replace(".", ",") if language == "fr" else number) + NO_BREAK_SPACE + "°C"


def _hours(value: float, language: str) -> str:
    number = f"{value:g}"
    word = ("heure" if value < 2 else "heures") if language == "fr" else ("hour" if value == 1 else "hours")
    return (number.replace(".", ",") if language == "fr" else number) + NO_BREAK_SPACE + word


def _tenths(value: float) -> int:
    """Thermometers show tenths; 38.0 read as 37.999… must not be told apart."""
    return round(value * 10)
