"""A linked week on a disk that is really full or read-only, and under a clock that jumps: said, played on, and nothing lost."""

import json
import shutil
import subprocess
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from game import play as game_play
from game.device import pairing, preferences
from game.device.preferences import Preferences
from game.errors import DeviceError
from game.ui.window.null_window import NullWindow
from tests.game.ui.conftest import CONTENT
from tests.game.ui.test_linking import GIVEN
from tests.game.ui.walks import begin, next_press


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 200 kB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def make_linked(book, rule):
    """make_linked(folder): the game as it is composed on a linked device."""

    def make(folder):
        if not (folder / "pairing.json").exists():
            pairing.save(folder, GIVEN)
        return game_play.compose(NullWindow(), folder, CONTENT, book, rule, Preferences(calm=True), is_demo=True, seed=3)

    return make


def step(app, steps=1):
    for _ in range(steps):
        turn = app.scene.view.turn
        for key in next_press(app.screen()):
            item = app.screen().item(key)
            if item is not None and item.is_enabled and app.scene.view.turn == turn:
                app.press(key)


def told(app):
    """Every statement the device holds, in order, on the disk or not yet."""
    return [one["id"] for one in app.controller.outbox._queue]


@contextmanager
def full(folder):
    """Fills the disk to its last byte."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 512)
    yield
    filler.unlink()


@contextmanager
def read_only(folder):
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)


def test_a_disk_that_is_full_is_said_and_nothing_is_lost(small_disk, make_linked):
    app = make_linked(small_disk)
    begin(app)
    step(app, 2)
    with full(small_disk):
        step(app, 8)
        assert app.status() == app.say("window.error.disk")
        app.press("pause")
        app.press("settings")
        app.press("theme:1")
        assert app.preferences.theme == "night"
        app.home()
        app.press("kept:0")
        made, turn = told(app), app.controller.view().turn
        assert app.controller.outbox.batch() == []
        assert app.link.sync_client.exchange() is None
    step(app)
    assert app.controller.trouble is None
    assert told(app)[: len(made)] == made
    left = told(app)
    app.controller.outbox.close()
    again = make_linked(small_disk)
    assert told(again) == left
    again.press("kept:0")
    assert again.controller.view().turn > turn
    again.controller.outbox.close()


def test_a_game_that_opens_on_a_full_disk_is_played(small_disk, make_linked):
    pairing.save(small_disk, GIVEN)
    with full(small_disk):
        app = make_linked(small_disk)
        begin(app)
        step(app, 3)
        assert app.status() == app.say("window.error.disk")
        with pytest.raises(DeviceError):
            preferences.save(small_disk, Preferences())
    step(app)
    assert app.controller.outbox.is_kept
    app.controller.outbox.close()


def test_a_game_that_opens_on_a_read_only_disk_is_played_from_a_copy_and_says_so(small_disk, make_linked):
    pairing.save(small_disk, GIVEN)
    with read_only(small_disk):
        app = make_linked(small_disk)
        begin(app)
        step(app, 3)
        assert app.status() == app.say("window.error.disk")
        app.controller.outbox.close()
    assert not (small_disk / "outbox").exists()


@pytest.mark.parametrize("jump", [timedelta(days=-366), timedelta(days=366)])
def test_a_clock_that_jumps_between_two_sittings_does_not_turn_the_story_round(tmp_path, make_linked, monkeypatch, jump):
    app = make_linked(tmp_path)
    begin(app)
    step(app, 6)
    app.controller.outbox.close()

    class Clock(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime.now(UTC) + jump

    monkeypatch.setattr("game.device.linking.datetime", Clock)
    again = make_linked(tmp_path)
    again.press("kept:0")
    step(again, 6)
    again.controller.outbox.close()
    lines = [json.loads(line) for line in (tmp_path / "outbox" / "journal.jsonl").read_text().splitlines()]
    times = [datetime.fromisoformat(one["timestamp"]) for line in lines for one in line["statements"]]
    assert len(times) > 5
    assert times == sorted(times)
