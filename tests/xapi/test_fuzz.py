"""Changed statements and changed bytes through the checks: always an answer, never an exception. The same inputs on every machine."""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
import pytest
from xapi_cast import BREAKS, whole

import xapi
from xapi import formats
from xapi.reasons import REASONS
from xapi.validate import problems_of

OURS = str(Path(xapi.__file__).parent)
Step = tuple[str, int, int]
"""A file, the line before, the line: which way the checks went."""


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


def fuzz(inputs: int, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(inputs):
        raw = _changed(chance)
        text = raw[chance.randrange(len(raw)) :][:60].decode("utf-8", "replace")
        for claim in (formats.is_language, formats.is_duration, formats.is_iri, formats.is_mailbox, formats.is_uuid):
            assert claim(text) in (True, False)
        assert formats.is_time(text, strict=bool(number % 2)) in (True, False)
        try:
            value = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        for version in ("1.0.3", "2.0.0"):
            assert all(row.code in REASONS for row in problems_of(value, version))


def steps_of(work: Callable[[], object]) -> set[Step]:
    """Which steps of the package this work took."""
    seen: set[Step] = set()
    before: dict[FrameType, int] = {}

    def local(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            seen.add((frame.f_code.co_filename, before.get(frame, 0), frame.f_lineno))
            before[frame] = frame.f_lineno
        return local

    def entered(frame: FrameType, event: str, arg: Any) -> Any:
        return local if frame.f_code.co_filename.startswith(OURS) else None

    was = sys.gettrace()
    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(was)
    return seen


def _bytes_changed(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Some bytes replaced, doubled or left out, or the end of another input put behind the beginning of this one."""
    made = bytearray(raw)
    for _ in range(chance.choice((1, 2, 4))):
        at, size = chance.randrange(len(made) + 1), chance.choice((1, 1, 2, 8))
        kind = chance.randrange(4)
        if kind == 0:
            made[at : at + size] = bytes(chance.randrange(256) for _ in range(size))
        elif kind == 1:
            made[at:at] = made[at : at + size]
        elif kind == 2:
            del made[at : at + size]
        else:
            made[at:] = other[chance.randrange(len(other) + 1) :]
    return bytes(made)


def _answered(raw: bytes) -> None:
    text = raw[:60].decode("utf-8", "replace")
    for claim in (formats.is_language, formats.is_duration, formats.is_iri, formats.is_mailbox, formats.is_uuid):
        assert claim(text) in (True, False)
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    for version in ("1.0.3", "2.0.0"):
        assert all(row.code in REASONS for row in problems_of(value, version))


def guided(inputs: int, seed: int) -> int:
    """Coverage-guided: what takes a step that none took before is kept and changed again. Gives the number of steps seen."""
    chance = random.Random(seed)
    kept, known = [json.dumps(whole()).encode()], set[Step]()
    for _ in range(inputs):
        raw = _bytes_changed(chance.choice(kept), chance.choice(kept), chance) if chance.random() < 0.7 else _changed(chance)
        fresh = steps_of(lambda raw=raw: _answered(raw)) - known  # type: ignore[misc]
        if fresh:
            known |= fresh
            kept.append(raw)
    return len(known)


def test_changed_statements_always_get_an_answer() -> None:
    fuzz(700, seed=1)


def test_guided_inputs_find_more_steps_than_a_whole_statement_takes() -> None:
    assert guided(300, seed=3) > len(steps_of(lambda: _answered(json.dumps(whole()).encode())))


@pytest.mark.slow
def test_many_guided_inputs_always_get_an_answer() -> None:
    guided(15_000, seed=4)


@pytest.mark.slow
def test_many_changed_statements_always_get_an_answer() -> None:
    fuzz(40_000, seed=2)
