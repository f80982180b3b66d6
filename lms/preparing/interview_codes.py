"""Codes for the pharmacist's interviews: which topics somebody ticked, and nothing else. Made on her device by static/interview-code.js.

The numbers of the topics are the bits of one number, written in Crockford's base 32, highest first and without leading zeros; three
check signs follow. A test holds the two files together.
"""

from collections.abc import Iterable

from courses.model.preparing import LARGEST_TOPIC
from infrastructure.codes import SIGNS, clean_code

PRIME = 32_749
"""The largest prime under 32 x 32 x 32: one wrong sign, or two that changed places, always give other check signs."""
CHECKS = 3
LONGEST = LARGEST_TOPIC // 5 + CHECKS


class CodeUnreadable(Exception):
    """The code was altered or cut: no topic can be read from it. Type it again, or tick the topics."""


def write(topics: Iterable[int]) -> str:
    """The code of these topics, numbers from 1 to LARGEST_TOPIC. Empty for none."""
    number = sum(1 << (topic - 1) for topic in set(topics))
    signs = ""
    while number:
        number, rest = divmod(number, 32)
        signs = SIGNS[rest] + signs
    return signs + _checks(signs) if signs else ""


def read(text: str) -> frozenset[int]:
    """The topics of a code as somebody typed it. Raises CodeUnreadable."""
    code = clean_code(text)
    signs, checks = code[:-CHECKS], code[-CHECKS:]
    if not signs or len(code) > LONGEST or signs[0] == SIGNS[0] or checks != _checks(signs):
        raise CodeUnreadable
    number = 0
    for sign in signs:
        number = number * 32 + SIGNS.index(sign)
    return frozenset(place for place in range(1, number.bit_length() + 1) if number >> (place - 1) & 1)


def _checks(signs: str) -> str:
    """Three signs over the others and their count."""
    total = len(signs)
    for sign in signs:
        total = (total * 37 + SIGNS.index(sign) + 1) % PRIME
    return SIGNS[total // 1024] + SIGNS[total // 32 % 32] + SIGNS[total % 32]
