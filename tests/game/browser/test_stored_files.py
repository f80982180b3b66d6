"""Files in two slots: a kill at any change leaves what was answered for, and of the change in hand all or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from game.browser import stored_files
from game.browser.stored_files import StoredFiles
from game.device.journal import Journal
from game.errors import DiskRefused
from tests.game.browser.slots import DyingSlot, Killed, Life, MemorySlot

LINES = Path("outbox/journal.jsonl")
NOTE = Path("note.json")


def contents(files: StoredFiles) -> dict[str, bytes]:
    return dict(files._contents)


def changes() -> list[Callable[[StoredFiles], None]]:
    """Forty changes of three files, long enough for the slots to be written anew several times."""
    some: list[Callable[[StoredFiles], None]] = []
    for number in range(12):
        some.append(lambda files, number=number: files.append(LINES, b"%d" % number * 40 + b"\n"))
        some.append(lambda files, number=number: files.write_whole(NOTE, b"n" * (100 + number)))
        some.append(lambda files, number=number: files.write_whole(Path("gone"), b"g") if number % 2 else files.remove(Path("gone")))
    return some


@pytest.fixture(autouse=True)
def rewrites_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_files, "SMALLEST", 600)
    monkeypatch.setattr(stored_files, "OLD_TIMES", 1.5)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.97])
def test_a_kill_at_any_change_leaves_what_was_answered_for(part: float) -> None:
    whole = MemorySlot(), MemorySlot()
    files = StoredFiles(*whole)
    for change in changes():
        change(files)
    assert files._generation > 3, "the slots were never written anew"
    for life in range(sum(slot.changes for slot in whole) + 1):
        alive = Life(life, part)
        slots = DyingSlot(alive), DyingSlot(alive)
        states: list[dict[str, bytes]] = [{}]
        try:
            files = StoredFiles(*slots)
            for change in changes():
                change(files)
                states.append(contents(files))
        except Killed:
            pass
        left = contents(StoredFiles(MemorySlot(slots[0].data), MemorySlot(slots[1].data)))
        expected = StoredFiles(MemorySlot(), MemorySlot())
        for change in changes()[: len(states)]:
            change(expected)
        assert left in (states[-1], contents(expected)), life


def test_a_new_browser_finds_everything_and_goes_on() -> None:
    slots = MemorySlot(), MemorySlot()
    for number, change in enumerate(changes()):
        files = StoredFiles(*slots)
        before = contents(files)
        change(files)
        assert number == 0 or before
    files = StoredFiles(*slots)
    assert files.read(LINES).count(b"\n") == 12
    assert files.read(Path("gone")) == b"g"
    with pytest.raises(FileNotFoundError):
        files.read(Path("never"))


def test_a_full_disk_is_said_and_nothing_of_the_change_stays() -> None:
    slots = MemorySlot(), MemorySlot()
    files = StoredFiles(*slots)
    files.append(LINES, b"one\n")
    slots[0].refuses = slots[1].refuses = True
    with pytest.raises(DiskRefused, match="No space left"):
        files.append(LINES, b"two\n")
    slots[0].refuses = slots[1].refuses = False
    files.append(LINES, b"three\n")
    assert StoredFiles(*slots).read(LINES) == b"one\nthree\n"


def test_odd_bytes_behind_the_last_record_are_cut_off() -> None:
    slots = MemorySlot(), MemorySlot()
    StoredFiles(*slots).append(LINES, b"one\n")
    slots[0].data += b"\0\0\0\x09garbage!!"
    files = StoredFiles(*slots)
    assert files.read(LINES) == b"one\n"
    files.append(LINES, b"two\n")
    assert StoredFiles(*slots).read(LINES) == b"one\ntwo\n"


def test_the_journal_of_a_device_stands_on_them_and_sets_a_torn_line_aside() -> None:
    slots = MemorySlot(), MemorySlot()
    files = StoredFiles(*slots)
    journal = Journal(LINES, files=files)
    journal.append({"a": 1})
    files.append(LINES, b'{"half')
    again = Journal(LINES, files=StoredFiles(*slots))
    assert again.records == [{"a": 1}]
    again.append({"b": 2})
    assert Journal(LINES, files=StoredFiles(*slots)).records == [{"a": 1}, {"b": 2}]


def test_a_record_that_is_not_flushed_before_the_head_is_found_by_the_kills(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: a slot whose head is written first says that it is whole when it is not."""

    def head_first(self: StoredFiles) -> None:
        other = self._slots[1]
        other.truncate(0)
        other.write(0, stored_files._head(self._generation + 1))
        end = stored_files.HEAD.size
        for name, data in self._contents.items():
            record = stored_files._record(stored_files.WHOLE, name, data)
            other.write(end, record)
            end += len(record)
        other.flush()
        self._slots.reverse()
        self._generation, self._end = self._generation + 1, end

    monkeypatch.setattr(StoredFiles, "_rewrite", head_first)
    with pytest.raises(AssertionError):
        test_a_kill_at_any_change_leaves_what_was_answered_for(0.5)
