"""The journal of erasures is a file of its owner alone, whatever the process would allow."""

import os
import stat
from pathlib import Path

from lrs.maintenance import erasure_journal
from lrs.maintenance.erasure_journal import Tombstone


def test_the_journal_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        erasure_journal.note(tmp_path / "erased.ndjson", [Tombstone(5, "all", "2026-11-23T19:00:00.000000Z")])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "erased.ndjson").stat().st_mode) == 0o600


def test_whole_lines_follow_each_other_and_a_cut_one_gets_its_end(tmp_path: Path) -> None:
    journal = tmp_path / "erased.ndjson"
    graves = [Tombstone(number, "all", "2026-11-23T19:00:00.000000Z") for number in (5, 6, 7)]
    erasure_journal.note(journal, graves[:1])
    one = journal.read_bytes()
    erasure_journal.note(journal, graves[1:2])
    assert journal.read_bytes().count(b"\n") == 2
    journal.write_bytes(one + b"{\n{")
    erasure_journal.note(journal, graves[2:])
    assert journal.read_bytes().startswith(one + b"{\n{\n{")
    assert erasure_journal.tombstones_in(journal) == [graves[0], graves[2]]


def test_a_journal_that_is_not_there_or_begins_with_a_cut_line_holds_what_can_be_read(tmp_path: Path) -> None:
    journal = tmp_path / "erased.ndjson"
    assert erasure_journal.tombstones_in(journal) == []
    grave = Tombstone(5, "all", "2026-11-23T19:00:00.000000Z")
    journal.write_bytes(b"{\n")
    erasure_journal.note(journal, [grave])
    journal.write_bytes(journal.read_bytes() + b"{\n[]\n{}\n")
    assert erasure_journal.tombstones_in(journal) == [grave]
