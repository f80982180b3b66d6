"""The journal of erasures is a file of its owner alone, whatever the process would allow."""

import os
import stat
from pathlib import Path

from lrs import erasure_journal
from lrs.erasure_journal import Tombstone


def test_the_journal_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        erasure_journal.note(tmp_path / "erased.ndjson", [Tombstone(5, "all", "2026-11-23T19:00:00.000000Z")])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "erased.ndjson").stat().st_mode) == 0o600
