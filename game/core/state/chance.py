"""Chance that is counted, not rolled: the same question on the same day gets the same answer, whatever was done before."""

from collections.abc import Mapping
from hashlib import blake2b


def draw(seed: int, cycle: int, day: int, what: str, purpose: str) -> float:
    """A number from 0 up to 1, a pure function of its arguments: what makes a week replayable with other choices."""
    digest = blake2b(f"{seed}|{cycle}|{day}|{what}|{purpose}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 18446744073709551616


def pick(weights: Mapping[str, float], u: float) -> str:
    """The key whose share of the weights holds u (0-1)."""
    remaining = u * sum(weights.values())
    key = ""
    for key, weight in weights.items():
        remaining -= weight
        if remaining < 0:
            return key
    return key
