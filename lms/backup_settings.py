"""Checks of the settings of copies: where they go, when, how many stay."""

import re
from collections.abc import Callable
from pathlib import Path

from lms.errors import SettingsInvalid

CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
NUMBERS = re.compile(r"\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*")


def folder(label: str, value: object) -> str:
    """Empty, or the whole path of a folder, which need not be there yet."""
    if not isinstance(value, str):
        raise SettingsInvalid(label, f"{value!r} is not text")
    return str(Path(value).expanduser().resolve()) if value.strip() else ""


def time_of_day(label: str, value: object) -> str:
    if not isinstance(value, str) or not CLOCK.fullmatch(value.strip()):
        raise SettingsInvalid(label, f"{value!r} is not a time of day such as 03:10")
    return value.strip()


def numbers(label: str, value: object) -> tuple[int, int, int]:
    match = NUMBERS.fullmatch(",".join(map(str, value)) if isinstance(value, list) else str(value))
    if match is None or int(match[1]) < 1:
        raise SettingsInvalid(label, "is not three numbers: of how many days (1 at least), weeks and months copies stay, as 7,4,12")
    return int(match[1]), int(match[2]), int(match[3])


def _whole_number(highest: int) -> Callable[[str, object], int]:
    def check(label: str, value: object) -> int:
        text = str(value).strip()
        if not text.isdecimal() or int(text) > highest:
            raise SettingsInvalid(label, f"{value!r} is not a whole number between 0 and {highest}")
        return int(text)

    return check


CHECKS: dict[str, Callable[[str, object], object]] = {
    "backup_folder": folder,
    "backup_at": time_of_day,
    "backup_keep": numbers,
    "backup_days": _whole_number(3650),
    "backup_hours": _whole_number(10_000),
}
