"""Numbers as other programs type them, and ours for them."""

import math
import re

NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?", re.ASCII)


def read(text: str) -> float | None:
    """None for anything but one finite number; a comma may stand for the point."""
    plain = text.strip().replace("\u2212", "-")
    if len(plain) > 40 or not NUMBER.fullmatch(plain):
        return None
    number = float(plain.replace(",", "."))
    return number if math.isfinite(number) else None


def write(number: float) -> str:
    """The shortest digits that are read back as the same number."""
    short = f"{number:.15g}"
    return short if float(short) == number else repr(number)
