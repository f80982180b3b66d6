"""Notes between processes: whole or absent, readable by their owner alone, and no damage to one stops anybody."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from lms.health import heartbeat, notes, readings
from lms.health.ages import Ages
from lms.health.hangs import TURN, Hangs
from lms.health.turns import Turns
from lms.web.current_site import site_of

NAMES = ("worker", "supervisor", TURN, "backup", f"web-{os.getpid()}", "web-parent")


@contextmanager
def a_process() -> Iterator[int]:
    """The number of a child of this process that has no child and waits."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        try:
            yield child.pid
        finally:
            child.kill()


def test_a_note_is_its_owners_alone_and_comes_back_as_it_was(tmp_path: Path) -> None:
    assert notes.write(tmp_path, "worker", {"pid": 7, "name": "x"})
    path = notes.path_of(tmp_path, "worker")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    note = notes.read(tmp_path, "worker")
    assert note is not None
    assert note.values == {"pid": 7, "name": "x"}
    assert [entry.name for entry in path.parent.iterdir()] == ["worker.json"]


DAMAGE = (
    b"", b"\x00" * 5000, b"{", b"[]", b"7", b'"x"', b"null", b"{" * 90_000, b"[" * 60_000, b'{"a":' * 12_000, b"x" * 70_000,
    b'{"pid": 1e999, "fed": -1e400, "parts": [1], "complete_at": "x"}',
    b'{"pid": "7", "parts": {"web": 3, "worker": {"recent": [], "since": {}}}}',
    b'{"pid": 99999999999999999999999999, "host": 3, "fed": 1e300, "made_at": true, "failures": null}', '{"pid": "é"}'.encode("latin-1"),
)  # fmt: skip


def test_no_damage_to_a_note_is_an_error_for_whoever_reads_it(site: Flask) -> None:
    data, client, chance = site_of(site).settings.data, site.test_client(), random.Random(7)
    (data / "health").mkdir(exist_ok=True)
    try:
        for raw in (*DAMAGE, *(chance.randbytes(chance.randrange(400)) for _ in range(20))):
            for name in NAMES:
                notes.path_of(data, name).write_bytes(raw)
            answer = client.get("/healthz")
            assert answer.status_code == 200, raw[:40]
            assert answer.json
            list(Hangs(data, beat_limit=1, turn_limit=1).of(os.getpid(), 1))
    finally:
        for name in NAMES:
            notes.remove(data, name)
    for name in NAMES:
        notes.path_of(data, name).mkdir()
    assert client.get("/healthz").status_code == 200
    for name in NAMES:
        notes.path_of(data, name).rmdir()


def test_a_process_whose_clock_was_put_back_still_grows_silent(tmp_path: Path) -> None:
    """The note lies a day in the future: by the file's time alone its writer would look alive for a day."""
    steady = [100.0]
    ages = Ages(steady=lambda: steady[0], wall=time.time)
    notes.write(tmp_path, "worker", {})
    os.utime(notes.path_of(tmp_path, "worker"), (time.time() + 86_400,) * 2)
    note = notes.read(tmp_path, "worker")
    assert note is not None
    assert ages.of(note) == 0
    steady[0] += 50
    assert ages.of(note) == 50


def test_a_heartbeat_that_cannot_be_written_is_at_least_touched(tmp_path: Path) -> None:
    """On a full disk nothing new can be written, and that is not a hang."""
    notes.write(tmp_path, TURN, {"fed": 3})
    path = notes.path_of(tmp_path, TURN)
    os.utime(path, (1, 1))
    path.with_name(f".{TURN}.{os.getpid()}.draft").mkdir()
    assert not notes.write(tmp_path, TURN, {"fed": 4})
    assert path.stat().st_mtime > 1
    assert json.loads(path.read_text()) == {"fed": 3}


def test_a_process_beats_until_it_is_told_to_stop(tmp_path: Path) -> None:
    stop = heartbeat.start(tmp_path, "worker")
    stop.set()
    note = notes.read(tmp_path, "worker")
    assert note is not None
    assert notes.is_alive(note)
    assert note.count("pid") == os.getpid()


def test_notes_of_web_processes_that_are_gone_are_removed_and_never_counted(tmp_path: Path) -> None:
    notes.write(tmp_path, "web-99", notes.identity() | {"pid": 2**22 + 7})
    assert readings.beats(tmp_path, Ages()) == ()
    assert notes.read(tmp_path, "web-99") is not None
    os.utime(notes.path_of(tmp_path, "web-99"), (1, 1))
    assert readings.beats(tmp_path, Ages()) == ()
    assert notes.read(tmp_path, "web-99") is None


def test_only_a_silent_process_of_the_part_itself_is_called_hanging(tmp_path: Path) -> None:
    steady = [0.0]
    hangs = Hangs(tmp_path, beat_limit=10, turn_limit=100)
    hangs._ages = Ages(steady=lambda: steady[0])
    notes.write(tmp_path, "worker", notes.identity())
    notes.write(tmp_path, TURN, notes.identity())
    notes.write(tmp_path, "web-1", notes.identity() | {"pid": os.getppid(), "parent": os.getpid()})  # no child of ours
    assert list(hangs.of(os.getpid(), 5)) == []
    steady[0] = 11
    assert [(hang.pid, hang.what) for hang in hangs.of(os.getpid(), 16)] == [(os.getpid(), "heartbeat")]
    notes.touch(tmp_path, "worker")
    assert list(hangs.of(os.getpid(), 17)) == []
    steady[0] = 120
    notes.touch(tmp_path, "worker")
    assert [hang.what for hang in hangs.of(os.getpid(), 121)] == ["turn"]
    assert list(hangs.of(1, 5)) == []


def test_a_web_part_none_of_whose_processes_serves_hangs_with_them(tmp_path: Path) -> None:
    """The one that starts them beats on while the one that would serve stands still in its imports, at its first start or a later one."""
    own, hangs = os.getpid(), Hangs(tmp_path, beat_limit=10, turn_limit=100)
    with a_process() as child:
        notes.write(tmp_path, "web-parent", {**notes.identity(), "pid": own})
        assert list(hangs.of(own, 299)) == []
        assert {(hang.pid, hang.what) for hang in hangs.of(own, 301)} >= {(child, "start"), (own, "start")}
        notes.write(tmp_path, f"web-{own}", notes.identity())
        assert list(hangs.of(own, 400)) == []
        notes.remove(tmp_path, f"web-{own}")
        assert list(hangs.of(own, 699)) == []
        hangs.forget()
        assert list(hangs.of(own, 5000)) == [], "the supervisor itself stood still"
        assert list(hangs.of(own, 5299)) == []
        assert [hang.pid for hang in hangs.of(own, 5301)][-1] == own


def test_a_part_that_never_says_anything_hangs_in_its_start(tmp_path: Path) -> None:
    hangs = Hangs(tmp_path, beat_limit=10, turn_limit=100)
    with a_process() as part:  # not this process: other tests may have left it a child
        assert list(hangs.of(part, 299)) == []
        assert [hang.what for hang in hangs.of(part, 301)] == ["start"]
        assert list(hangs.of(part, 599, killed_starts=1)) == [], "the next start has twice the time: the machine may only be slow"
        assert [hang.what for hang in hangs.of(part, 601, killed_starts=1)] == ["start"]
        assert [hang.what for hang in hangs.of(part, 16 * 300 + 1, killed_starts=9)] == ["start"]
        assert list(Hangs(tmp_path, beat_limit=0, turn_limit=0).of(part, 9999)) == []


def test_the_worker_writes_down_each_turn_and_each_failure(site: Flask) -> None:
    settings, store = site_of(site).settings, site_of(site).store
    turns = Turns(settings.data, store.engine)
    turns.note_success(2, is_forwarding=True)
    told = readings.turn(settings.data, Ages())
    assert told is not None
    assert (told.reports_failing, told.failures, told.is_forwarding) == (2, 0, True)
    turns.note_failure(OSError("canary words"), is_forwarding=False)
    turns.note_failure(OSError("canary words"), is_forwarding=False)
    told = readings.turn(settings.data, Ages())
    assert told is not None
    assert (told.error, told.failures, told.is_forwarding) == ("OSError", 2, False)
    assert "canary" not in notes.path_of(settings.data, TURN).read_text()
    notes.remove(settings.data, TURN)
