"""A minute of changed statements and changed bytes through the checks: always an answer, never an exception."""

import json
import random
import time

import msgspec
import pytest
from xapi_cast import BREAKS, whole

from xapi import formats
from xapi.reasons import REASONS
from xapi.validate import problems_of

SECONDS = 60


def _changed(chance: random.Random) -> bytes:
    """A statement with some breaks and some bytes replaced, inserted or left out."""
    made = whole()
    for row in chance.sample(BREAKS, chance.randrange(4)):
        try:
            made = row.apply(made)
        except (KeyError, IndexError, TypeError):
            continue
    raw = bytearray(json.dumps(made).encode())
    for _ in range(chance.choice((0, 1, 2, 8))):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randrange(3)] = bytes(chance.randrange(256) for _ in range(chance.randrange(3)))
    return bytes(raw)


def fuzz(seconds: float, seed: int) -> int:
    chance, end, count = random.Random(seed), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        raw = _changed(chance)
        count += 1
        text = raw[chance.randrange(len(raw)) :][:60].decode("utf-8", "replace")
        for claim in (formats.is_language, formats.is_duration, formats.is_iri, formats.is_mailbox, formats.is_uuid):
            assert claim(text) in (True, False)
        assert formats.is_time(text, strict=bool(count % 2)) in (True, False)
        try:
            value = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        for version in ("1.0.3", "2.0.0"):
            assert all(row.code in REASONS for row in problems_of(value, version))
    return count


def test_two_seconds_of_changed_statements_always_get_an_answer() -> None:
    assert fuzz(2, seed=1) > 100


@pytest.mark.slow
def test_a_minute_of_changed_statements_always_gets_an_answer() -> None:
    assert fuzz(SECONDS, seed=2) > 5000
