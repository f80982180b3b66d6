"""`horslesmurs play --situation KEY`: one decision in a real window, for whoever writes it; nothing is kept, nothing is sent."""

import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from game.cli import play
from game.device import pairing
from game.ui.scenes.turn import Turn
from tests.game.ui.hands import Keyboard
from tests.game.ui.test_linking import GIVEN
from tests.game.ui.test_real_window import ROOT
from tests.game.ui.walks import play_on

pytestmark = pytest.mark.window
KEY = "doctor-does-not-know"


@pytest.mark.parametrize(("asked", "near"), [("doctor-doesnt-know", KEY), ("Herbal-Tea", "herbal-tea"), ("qqqq", "content/fr/situations")])
def test_an_unknown_key_names_the_nearest_and_opens_no_window(tmp_path, asked, near):
    result = CliRunner().invoke(play, ["--situation", asked, "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert near in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (tmp_path / "outbox").exists()


def test_every_situation_can_be_tried_alone(make_app):
    app = make_app()
    for key in app.controller.book.situations:
        app.home()
        app.controller.start_alone(key, seed=7)
        app.over(Turn(app))
        assert app.screen().name == "situation", key
        assert app.controller.week.state.open_situation == key
    assert app.controller.plays() == []


def test_a_situation_is_decided_by_keyboard_in_a_real_window_and_its_day_ends(window, make_app):
    app = make_app(window, language="en")
    app.controller.start_alone(KEY, seed=7)
    app.over(Turn(app))
    player = Keyboard(app, window)
    choice = next(item.key for item in app.screen().items() if item.key.startswith("choice:"))
    player.press(choice)
    player.press("validate")
    assert app.screen().name == "day"
    play_on(app, steps=10)
    assert app.screen().name == "debrief"


def test_the_command_opens_it_beside_an_open_game_and_leaves_no_trace_even_when_linked(display, tmp_path):
    pairing.save(tmp_path, GIVEN)
    before = sorted(tmp_path.rglob("*"))
    environment = {
        **os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "dummy", "HORSLESMURS_DATA": str(tmp_path),
        "TMPDIR": str(tmp_path / "tmp"),
    }  # fmt: skip
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "horslesmurs", "play", "--situation", KEY]
    game = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    try:
        for _ in range(1200):
            if list((tmp_path / "tmp").glob("hors-les-murs-*/outbox/journal.lock")):
                break
            assert game.poll() is None
            time.sleep(0.05)
        for _ in range(6):
            subprocess.run(["xdotool", "key", "Return"], env=environment, check=True)
            time.sleep(0.1)
        assert game.poll() is None
    finally:
        game.send_signal(signal.SIGTERM)
        _, said = game.communicate(timeout=30)
    assert b"Traceback" not in said
    assert [path for path in sorted(tmp_path.rglob("*")) if path.name not in ("tmp", "cache", "book.bin")] == before
