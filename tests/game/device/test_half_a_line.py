"""A disk that takes half a line: the journal holds no part of it, and the next line is whole."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from game.device.journal import Journal
from game.errors import DiskRefused


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """The system lets no file of this process grow past `size` bytes: a real write that stops half-way, then a real refusal."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_half_a_line_is_taken_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append({"turn": 1})
    whole = journal.path.read_bytes()
    with room_for(len(whole) + 10), pytest.raises(DiskRefused):
        journal.append({"turn": 2, "note": "x" * 100})
    assert journal.path.read_bytes() == whole
    assert journal.records == [{"turn": 1}]
    journal.append({"turn": 3})
    journal.close()
    again = Journal(journal.path)
    assert again.records == [{"turn": 1}, {"turn": 3}]
    again.close()
    assert not journal.path.with_suffix(".torn").exists()
