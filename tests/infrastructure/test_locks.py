"""Locks between processes: shared and exclusive, named in a refusal, and freed at once by a killed holder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from infrastructure.errors import InUse
from infrastructure.locks import FileLock, file_lock

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys, time
from pathlib import Path
from infrastructure.locks import FileLock
FileLock(Path(sys.argv[1]), "serve").take(is_shared=sys.argv[2] == "shared")
print("taken", flush=True)
time.sleep(60)
"""


def start_holder(path: Path, how: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(path), how], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "taken\n"
    return process


@pytest.mark.parametrize("how", ["shared", "exclusive"])
def test_a_refusal_names_the_process_and_a_killed_one_frees_its_lock_at_once(tmp_path: Path, how: str) -> None:
    path = tmp_path / "site.lock"
    holder = start_holder(path, how)
    try:
        with pytest.raises(InUse, match=rf"serve \(process {holder.pid}\)"):
            FileLock(path, "restore").take()
        os.utime(path, (4e9, 4e9))  # a clock put back makes the file look like one of the future
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with file_lock(path, "restore"):
            assert path.stat().st_mode & 0o777 == 0o600
    finally:
        holder.kill()
        holder.wait()
        if holder.stdout:
            holder.stdout.close()


def test_many_may_share_and_nobody_else_may_enter(tmp_path: Path) -> None:
    path = tmp_path / "site.lock"
    with file_lock(path, "web", is_shared=True), file_lock(path, "worker", is_shared=True), pytest.raises(InUse, match=r"web .*, worker "):
        FileLock(path, "restore").take()
    with file_lock(path, "restore"), pytest.raises(InUse, match="restore"):
        FileLock(path, "web").take(is_shared=True)


def test_the_list_of_holders_does_not_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "site.lock"
    with file_lock(path, "web", is_shared=True):
        for _ in range(20_000):
            with file_lock(path, "a command with a long name", is_shared=True):
                pass
    assert path.stat().st_size < 70_000
