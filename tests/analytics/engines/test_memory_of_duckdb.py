"""What DuckDB lays aside on disk, and rows read a few at a time."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.backends import duckdb_backend, spill_folder
from analytics.backends.duckdb_backend import DuckDbBackend

LARGER_THAN_MEMORY = (
    "SELECT *, row_number() OVER (ORDER BY t DESC) FROM (SELECT range, md5(range::VARCHAR) AS t FROM range(1000000)) ORDER BY t"
)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_what_does_not_fit_into_memory_goes_into_a_folder_of_the_process_alone(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process may not write where it was started, as under systemd."""
    monkeypatch.setattr(duckdb_backend, "_MEMORY", "48MB")
    started = tmp_path / "started"
    started.mkdir()
    monkeypatch.chdir(started)
    backend = DuckDbBackend()
    (folder,) = temporary.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    answer = backend.each(LARGER_THAN_MEMORY)
    next(answer)
    assert sum(file.stat().st_size for file in folder.iterdir()) > 1_000_000
    assert sum(1 for _ in answer) == 999_999
    assert [*started.iterdir()] == []
    backend.close()
    assert [*temporary.iterdir()] == []


def test_the_folder_of_a_process_that_was_killed_is_removed_and_one_of_a_running_process_stays(temporary: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    left, other, foreign = (temporary / f"hors-les-murs-reports-{name}-x" for name in (ended.stdout.strip(), os.getppid(), "somebody"))
    for folder in (left, other, foreign):
        folder.mkdir()
        (folder / "duckdb_temp_storage.tmp").write_bytes(b"rows")
    made = spill_folder.make_spill_folder()
    assert {*temporary.iterdir()} == {other, foreign, made}


def test_an_answer_read_a_few_rows_at_a_time_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_backend, "_BATCH", 7)
    backend = DuckDbBackend()
    assert [*backend.each("SELECT range FROM range(50)")] == backend.rows("SELECT range FROM range(50)")
    backend.close()


def test_another_question_before_the_end_is_an_error_and_no_mixture_of_two_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb_backend, "_BATCH", 7)
    backend = DuckDbBackend()
    answer = backend.each("SELECT range FROM range(50)")
    assert next(answer) == (0,)
    backend.rows("SELECT 1")
    with pytest.raises(RuntimeError, match="another question"):
        list(answer)
    backend.close()


def test_a_connection_that_is_forgotten_leaves_no_folder(temporary: Path) -> None:
    backend = DuckDbBackend()
    assert len([*temporary.iterdir()]) == 1
    del backend
    assert [*temporary.iterdir()] == []
