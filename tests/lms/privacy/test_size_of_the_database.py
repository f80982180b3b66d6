"""How large the database is that an erasure would rewrite: its file with the log beside it; nought where there is no file to rewrite."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from lms.privacy.finishing import _size


def test_the_file_and_its_log_count_and_no_other(tmp_path: Path) -> None:
    for name, size in (("site.sqlite", 100), ("site.sqlite-wal", 20), ("site.sqlite-shm", 3), ("other.sqlite", 1000)):
        (tmp_path / name).write_bytes(b"x" * size)
    assert _size(create_engine(f"sqlite:///{tmp_path / 'site.sqlite'}")) == 123


def test_a_database_of_a_server_or_in_memory_has_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").write_bytes(b"a file that is called as the database is")
    assert _size(create_engine("postgresql+psycopg://somebody@localhost/site")) == 0
    assert _size(create_engine("sqlite://")) == 0
