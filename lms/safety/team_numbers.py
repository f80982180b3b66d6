"""The team's telephone numbers: set by the site, or typed by the reader and kept on her device (a cookie of two pages alone)."""

import re
from dataclasses import dataclass

COOKIE = "team_numbers"
KEPT_SECONDS = 400 * 24 * 3600  # browsers keep no cookie longer
_ALLOWED = re.compile(r"^\+?[0-9 ().\-\u00a0\u202f/]*$")
_SHORTEST, _LONGEST = 2, 15  # digits; E.164 stops at 15


class NumberUnclear(ValueError):
    """A typed number that nothing can dial; `reason` is "signs" or "length", `part` the field it stands in."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(f"The {part} number cannot be dialled ({reason}): use 2 to 15 digits, and + in front at most.")
        self.part, self.reason = part, reason


@dataclass(frozen=True)
class TeamNumbers:
    """What to dial by day, and at night or at the weekend; "" where nobody said."""

    day: str = ""
    night: str = ""

    def __bool__(self) -> bool:
        return bool(self.day or self.night)

    def as_cookie(self) -> str:
        return f"{self.day}|{self.night}"


def dial_form(text: str, part: str) -> str:
    """Digits with an optional leading +, as a `tel:` link wants them; "" for an empty field. Raises NumberUnclear."""
    text = text.strip()
    if not _ALLOWED.match(text):
        raise NumberUnclear(part, "signs")
    digits = re.sub(r"[^0-9]", "", text)
    if text and not _SHORTEST <= len(digits) <= _LONGEST:
        raise NumberUnclear(part, "length")
    return ("+" if text.startswith("+") else "") + digits


def number_in_groups(number: str) -> str:
    """The number as people read it aloud: French ones by two, others as they are."""
    national = "0" + number[3:] if number.startswith("+33") and len(number) == 12 else number
    if len(national) == 10 and national.startswith("0"):
        return "\u00a0".join(national[i : i + 2] for i in range(0, 10, 2))
    return number


def from_cookie(value: str | None) -> TeamNumbers:
    """What the device kept; nothing when the cookie is absent or was tampered with."""
    day, _, night = (value or "").partition("|")
    try:
        return TeamNumbers(dial_form(day, "day"), dial_form(night, "night"))
    except NumberUnclear:
        return TeamNumbers()
