"""Work beside the game: one at a time, what goes wrong is logged and rests, and a closing window does not wait for ever."""

import logging
import threading

from game.ui import errands
from game.ui.errands import Errand


def test_an_errand_that_fails_is_logged_and_rests_before_it_is_free_again(monkeypatch, caplog):
    now = [100.0]
    monkeypatch.setattr(errands.time, "monotonic", lambda: now[0])
    errand = Errand()
    with caplog.at_level(logging.WARNING):
        errand.run(lambda: 1 / 0)
        errand.wait(10)
    assert "ZeroDivisionError" in caplog.text
    assert errand.came_back()
    assert not errand.came_back()
    assert not errand.is_free
    now[0] += errands.REST
    assert errand.is_free


def test_one_errand_is_away_at_a_time_and_closing_leaves_it_behind():
    gate, errand = threading.Event(), Errand()
    errand.run(gate.wait)
    assert errand.is_away
    assert not errand.is_free
    errand.wait(0.01)
    assert not errand.came_back()
    gate.set()
    errand.wait(10)
    assert errand.came_back()
    assert errand.is_free
