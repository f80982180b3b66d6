"""A file is put in place whole by one module; what else renames or syncs files writes a stream, a folder or a journal, and is listed."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms")
BY_HAND = re.compile(
    r"\bos\.(?:replace|rename|fsync)\(|NamedTemporaryFile\(|\bmkstemp\(|\b\w*(?:draft|beside|fresh|part|temporary|tmp)\w*\.(?:replace|rename)\("
)
MAY = {
    "infrastructure/file_writing.py": "the one way",
    "courses/text/file_writing.py": "the same for a package that may not know infrastructure",
    "analytics/storage/lake.py": "a lake that was built beside is a folder",
    "analytics/storage/parquet_tables.py": "Parquet is written by its library",
    "analytics/storage/pseudonym.py": "the first of two processes wins: the file is made, never replaced",
    "game/device/files.py": "lines are added at the end",
    "lms/credentials/badges/signing_keys.py": "the first of two processes wins: a link, never a replacement",
    "lms/health/notes.py": "the writer's own clock is set on the draft, before anybody sees the note",
    "lms/running/backups/copies.py": "an encrypted stream of the whole site",
    "lms/running/site_copy.py": "an archive, as a stream",
    "lms/lti/tool_keys.py": "the first of two processes wins: a link, never a replacement",
    "lrs/cli.py": "an export, as a stream",
    "lrs/maintenance/backup.py": "the copy of a database and what is said of it are renamed together",
    "lrs/maintenance/erasure_journal.py": "lines are added at the end",
    "lrs/storage/file_replacement.py": "a plan counts from the instant it bears its name; whoever restores knows its draft",
}
"""File -> why it does so by itself."""


def by_hand() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if BY_HAND.search(path.read_text("utf-8"))
    }


def test_files_are_replaced_by_one_module() -> None:
    assert sorted(by_hand() - MAY.keys()) == [], "use infrastructure.file_writing.write_whole"


def test_every_exception_is_still_one() -> None:
    assert sorted(MAY.keys() - by_hand()) == []


def test_another_way_would_be_seen() -> None:
    for code in (
        "os.replace(draft, path)",
        "beside.replace(place)",
        "part.replace(target)",
        "NamedTemporaryFile(dir=folder)",
        "os.fsync(n)",
    ):
        assert BY_HAND.search(code)
    assert not BY_HAND.search("text.replace('a', 'b')")
