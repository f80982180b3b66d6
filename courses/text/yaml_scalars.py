"""Plain scalars as the core schema of YAML 1.2 resolves them, and days: what fits none of these types stays the text that was typed.

https://yaml.org/spec/1.2.2/#103-core-schema. `on`, `yes` and `no` are words, `012` is twelve, `12:30` is a word, `0o17` is fifteen.
A number of more than 64 bits, one without end, a day with an hour and a day in no calendar stay text: each check then says at its own
line what it expected there, where a refusal of the whole file would name no key.
"""

import math
import re
from datetime import date

MOST_BITS = 63
"""A whole number beyond this fits no column, and one of 5,000 digits cannot even be printed."""
LONGEST_NUMBER = 40
"""Characters; what is longer is no number that anybody types."""
WORDS: dict[str, bool | None] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
}  # fmt: skip
FIRST = frozenset("0123456789+-.")
INTEGER = re.compile(r"[-+]?[0-9]+")
OCTAL, HEXADECIMAL = re.compile(r"0o[0-7]+"), re.compile(r"0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

Scalar = str | int | float | bool | date | None


def resolve(text: str) -> Scalar:
    """The value of a scalar written without quotes."""
    if text in WORDS:
        return WORDS[text]
    if text[0] not in FIRST or len(text) > LONGEST_NUMBER:
        return text
    for pattern, base in ((INTEGER, 10), (OCTAL, 8), (HEXADECIMAL, 16)):
        if pattern.fullmatch(text):
            number = int(text if base == 10 else text[2:], base)
            return number if number.bit_length() <= MOST_BITS else text
    if DECIMAL.fullmatch(text):
        decimal = float(text)
        return decimal if math.isfinite(decimal) else text
    if match := DAY.fullmatch(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return text
    return text
