"""Work beside the game: one at a time, what goes wrong is logged and rests, and a closing window does not wait for ever."""

import logging
import threading

from game.ui import background
from game.ui.background import BackgroundTask


def test_a_task_that_fails_is_logged_and_rests_before_it_is_free_again(monkeypatch, caplog):
    now = [100.0]
    monkeypatch.setattr(background.time, "monotonic", lambda: now[0])
    task = BackgroundTask()
    with caplog.at_level(logging.WARNING):
        task.run(lambda: 1 / 0)
        task.wait(10)
    assert "ZeroDivisionError" in caplog.text
    assert task.has_ended()
    assert not task.has_ended()
    assert not task.is_free
    now[0] += background.REST
    assert task.is_free


def test_one_task_runs_at_a_time_and_closing_leaves_it_behind():
    gate, task = threading.Event(), BackgroundTask()
    task.run(gate.wait)
    assert task.is_running
    assert not task.is_free
    task.wait(0.01)
    assert not task.has_ended()
    gate.set()
    task.wait(10)
    assert task.has_ended()
    assert task.is_free
