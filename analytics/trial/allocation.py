"""Stratified permuted blocks: the arm of each place of a stratum, the same to the byte from the same seed on every machine.

Source: W. F. Rosenberger and J. M. Lachin, Randomization in clinical trials, 2nd edition, 2016, chapters 3 and 8.
"""

import hmac
import secrets
from collections.abc import Iterator, Mapping

from analytics.trial.errors import StepRefused
from analytics.trial.protocol import Protocol

SEED_BYTES = 32


def new_seed() -> bytes:
    """A seed for one trial. It is made after the lock, kept sealed, and never stands beside the protocol."""
    return secrets.token_bytes(SEED_BYTES)


def stratum_of(protocol: Protocol, values: Mapping[str, str]) -> str:
    """The name of a person's stratum. Raises StepRefused for a value that is missing or unknown: such a person is not randomised."""
    parts = []
    for stratum in protocol.strata:
        value = values.get(stratum.key, "")
        if value not in stratum.values:
            words = f"{value!r} is none of {', '.join(stratum.values)}" if value else f"it is missing: one of {', '.join(stratum.values)}"
            raise StepRefused(f"{stratum.key}: {words}. Nobody is randomised without it.")
        parts.append(f"{stratum.key}={value}")
    return "|".join(parts)


def arms(protocol: Protocol, seed: bytes, stratum: str) -> Iterator[str]:
    """The arms of a stratum, place by place, without end. Block sizes are drawn too, so that no place is known before it is given."""
    numbers = _numbers(seed, f"{protocol.trial}|{stratum}")
    smallest = [arm.key for arm in protocol.arms for _ in range(arm.ratio)]
    while True:
        size = protocol.blocks[_below(numbers, len(protocol.blocks))]
        block = smallest * (size // len(smallest))
        for last in range(len(block) - 1, 0, -1):
            other = _below(numbers, last + 1)
            block[last], block[other] = block[other], block[last]
        yield from block


def arm_at(protocol: Protocol, seed: bytes, stratum: str, place: int) -> str:
    """The arm of place 0, 1, 2 … of a stratum: places are given in the order in which people are randomised."""
    for number, arm in enumerate(arms(protocol, seed, stratum)):
        if number == place:
            return arm
    raise AssertionError("a stratum has no last place")


def _numbers(seed: bytes, label: str) -> Iterator[int]:
    """32-bit numbers from HMAC-SHA256 in counter mode: no other version of Python or of a library draws others."""
    counter = 0
    while True:
        block = hmac.digest(seed, f"{label}|{counter}".encode(), "sha256")
        for start in range(0, len(block), 4):
            yield int.from_bytes(block[start : start + 4], "big")
        counter += 1


def _below(numbers: Iterator[int], limit: int) -> int:
    """0 … limit-1, each as likely: numbers of the last, shorter round are drawn again."""
    top = 2**32 - 2**32 % limit
    return next(number for number in numbers if number < top) % limit
