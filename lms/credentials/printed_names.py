"""The name that is printed: as she types it, refused with a sentence where it could mislead or could not be printed whole."""

import re
import unicodedata
from enum import Enum

LONGEST = 120
LONGEST_WORD = 40
"""Letters without a blank or hyphen: longer ones would run off the page."""
ALSO = frozenset(" -'’.,()")
"""Beside letters and their marks: what names and titles are written with. No digit, so no number passes for a name."""
SPLIT = re.compile(r"[ -]+")


class NameDefect(Enum):
    """Why a name is not printed as it was typed."""

    EMPTY = "empty"
    LONG = "long"
    ADDRESS = "address"
    SIGN = "sign"
    UNPRINTABLE = "unprintable"


def normalise(typed: str) -> str:
    """The form that is kept: composed, one blank for many, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", typed).replace("\u00a0", " ").replace("\u202f", " ").split(" ")).strip(" ")


def defect(name: str) -> tuple[NameDefect, str] | None:
    """What is wrong with a name in its kept form and, for a sign, which; None when it may be printed. Glyphs are looked at elsewhere."""
    if not any(unicodedata.category(sign)[0] == "L" for sign in name):
        return (NameDefect.EMPTY, "") if not name else (NameDefect.SIGN, name[:1])
    if "@" in name:
        return NameDefect.ADDRESS, "@"
    if len(name) > LONGEST or any(len(word) > LONGEST_WORD for word in SPLIT.split(name)):
        return NameDefect.LONG, ""
    odd = next((sign for place, sign in enumerate(name) if not _is_allowed(sign, name[:place])), None)
    if odd is not None:
        return NameDefect.SIGN, odd
    return None


def _is_allowed(sign: str, before: str) -> bool:
    """Letters; marks on a letter, two at most; at the start a letter alone. Nothing invisible, nothing that turns words round."""
    kind = unicodedata.category(sign)[0]
    if kind == "L":
        return unicodedata.normalize("NFKC", sign) == sign
    if kind == "M":
        return bool(before) and unicodedata.category(before[-1])[0] in "LM" and not _ends_with_two_marks(before)
    return sign in ALSO and bool(before)


def _ends_with_two_marks(words: str) -> bool:
    return len(words) > 2 and all(unicodedata.category(sign)[0] == "M" for sign in words[-2:])


def describe(sign: str) -> str:
    """A sign as a sentence can hold it: itself when it is seen, else its number."""
    return sign if sign.isprintable() and not sign.isspace() else f"U+{ord(sign):04X}"
