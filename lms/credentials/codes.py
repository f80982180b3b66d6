"""Codes of attestations: 75 bits drawn at random, read aloud and typed without mistakes, with a sign that tells a typing mistake.

Fifteen random signs and one check sign of Crockford's alphabet (no I, L, O, U), written K7QP-3M9X-D2TB-5A0Z.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

from infrastructure.codes import READ_AS, SIGNS

RANDOM_SIGNS = 15
LENGTH = RANDOM_SIGNS + 1
LONGEST_TYPED = 64
"""Signs: whatever is longer was never one of our codes."""
_FIELD = 0b100101
"""x^5 + x^2 + 1: the 32 signs are the elements of a field, so that one wrong sign and two swapped ones always change the check sign."""

Draw = Callable[[int], int]
Defect = Literal["form", "check"]


def draw_code(draw: Draw = secrets.randbelow) -> str:
    """A new code, without hyphens. draw(n): a whole number from 0 to n - 1."""
    signs = "".join(SIGNS[draw(32)] for _ in range(RANDOM_SIGNS))
    return signs + check_sign(signs)


def check_sign(signs: str) -> str:
    """The last sign of a code: each sign times another power of x, added up in the field."""
    total = 0
    for sign in signs:
        total = _times_x(total ^ SIGNS.index(sign))
    return SIGNS[total]


def _times_x(value: int) -> int:
    shifted = value << 1
    return shifted ^ _FIELD if shifted & 32 else shifted


def normalise(typed: str) -> str:
    """A code as it is kept: capitals, without blanks and hyphens, O read as 0, I and L as 1, U as V. Empty for what is too long."""
    if len(typed) > LONGEST_TYPED:
        return ""
    shown = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in shown if not sign.isspace() and unicodedata.category(sign) not in ("Pd", "Cf")).translate(READ_AS)


def defect(code: str) -> Defect | None:
    """What is wrong with a normalised code before anybody looks for it: its form, or one sign copied wrongly; None when it may exist."""
    if len(code) != LENGTH or any(sign not in SIGNS for sign in code):
        return "form"
    return None if check_sign(code[:-1]) == code[-1] else "check"


def grouped(code: str) -> str:
    """As it is printed: four groups of four."""
    places = [*range(0, LENGTH, 4), LENGTH]
    return "-".join(code[first:last] for first, last in pairwise(places))


def hash_of(code: str) -> str:
    """What outlives the attestation: with 75 random bits in a code, nobody finds it from its hash."""
    return hashlib.sha256(f"attestation-code\0{code}".encode()).hexdigest()
