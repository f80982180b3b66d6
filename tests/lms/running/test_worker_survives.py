"""The worker goes on whatever fails: a turn, the disk, the key of the pseudonyms, the copies; neither work ends the other."""

import errno
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from infrastructure.backoff import Backoff
from lms.running import worker
from lms.web.current_site import site_of
from lrs.maintenance.forwarding_threads import Forwarder

FAULTS = [
    OSError(errno.ENOSPC, "No space left on device"),
    OverflowError("Python int too large to convert to C long"),
    ValueError("Invalid isoformat string"),
    MemoryError(),
    RecursionError(),
    KeyError("a name that somebody typed"),
]


def run_until(site: Flask, monkeypatch: pytest.MonkeyPatch, turn: Callable[..., None], stop: threading.Event) -> None:
    monkeypatch.setattr(worker, "turn", turn)
    monkeypatch.setattr(worker, "EVERY_S", 0.001)
    monkeypatch.setattr(worker, "BACKOFF", Backoff(first_s=0.001, longest_s=0.01))
    working = threading.Thread(target=worker.run, args=(site_of(site).settings, stop))
    working.start()
    working.join(60)
    stop.set()
    assert not working.is_alive()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_turn_that_fails_is_followed_by_another(
    site: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    stop, turns = threading.Event(), []

    def turn(*_: Any) -> None:
        turns.append(1)
        if len(turns) < 4:
            raise fault
        stop.set()

    run_until(site, monkeypatch, turn, stop)
    assert len(turns) == 4
    assert caplog.text.count(f"reports failed ({type(fault).__name__} at test_worker_survives.py") == 3
    assert "somebody typed" not in caplog.text


def test_copies_that_break_do_not_end_the_reports_and_start_again(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, looks, turns = threading.Event(), [], []

    def run(self: Forwarder, stop: threading.Event, every: float = 0.0) -> None:
        looks.append(1)
        if len(looks) < 3:
            raise ZeroDivisionError
        stop.wait()

    def turn(*_: Any) -> None:
        turns.append(1)
        if len(looks) >= 3 and len(turns) >= 3:
            stop.set()

    monkeypatch.setattr(Forwarder, "run", run)
    run_until(site, monkeypatch, turn, stop)
    assert len(looks) == 3


def test_reports_that_cannot_even_start_do_not_end_the_copies(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, starts, looks = threading.Event(), [], threading.Event()

    def refuse(*_: Any, **__: Any) -> None:
        starts.append(1)
        if len(starts) >= 3 and looks.is_set():
            stop.set()
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(worker, "Refresher", refuse)
    monkeypatch.setattr(Forwarder, "run", lambda self, stop, every=0.0: looks.set() or stop.wait())
    run_until(site, monkeypatch, lambda *_: None, stop)
    assert len(starts) >= 3
    assert looks.is_set()


def test_what_fails_while_the_worker_stops_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    stop = threading.Event()

    def turn() -> None:
        stop.set()
        raise OSError(errno.EPIPE, "the store is closed")

    worker.repeat("reports", turn, stop)
    assert caplog.text == ""
