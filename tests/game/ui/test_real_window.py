"""A real window on a real X display: the week from the first screen to the last, by keys and by mouse that X itself sends."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pygame
import pytest

from game.ui.window.least_size import LEAST_SIZE
from tests.game.ui.hands import Keyboard, Mouse
from tests.game.ui.walks import next_press

ROOT = Path(__file__).parents[3]
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool: apt install xvfb xdotool"),
]


@pytest.mark.parametrize(
    ("hand", "language", "campaign", "week"),
    [
        (Keyboard, "fr", "azur", 2),
        pytest.param(Mouse, "en", "azur", 2, marks=pytest.mark.slow),
        pytest.param(Keyboard, "en", "tutorial", 1, marks=pytest.mark.slow),
        (Mouse, "fr", "tutorial", 1),
    ],
)
def test_the_week_is_played_in_a_real_window(window, make_app, hand, language, campaign, week):
    app = make_app(window, language=language)
    player = hand(app, window)
    player.press("new")
    for wanted in (f"story:{campaign}", "validate", f"week:{week}", "validate", "validate", "validate", "length:short", "validate"):
        if app.screen().item(wanted).is_on:
            continue
        player.press(wanted)
    for _ in range(200):
        if app.screen().name == "debrief":
            break
        turn = app.scene.view.turn
        for wanted in next_press(app.screen()):
            item = app.screen().item(wanted)
            if item is not None and item.is_enabled and not item.is_on and app.scene.view.turn == turn:
                player.press(wanted)
    while app.scene.name == "turn":
        recall = next((item.key for item in app.screen().items() if item.key.startswith("recall:") and item.is_enabled), None)
        if recall:
            player.press(recall)
        player.press("next")
    assert app.controller.plays()[0].note.is_over
    assert player.sent > 20


def test_a_window_drawn_too_small_grows_back_and_a_larger_one_stays(window, make_app):
    app = make_app(window)
    app.draw()
    for asked, becomes in (((700, 420), LEAST_SIZE), ((900, 420), (900, LEAST_SIZE[1])), ((1100, 700), (1100, 700))):
        name = str(pygame.display.get_wm_info()["window"])
        subprocess.run(["xdotool", "windowsize", "--sync", name, *map(str, asked)], check=True)
        for _ in range(200):
            for given in window.inputs():
                app.take(given)
            app.draw()
            if app.frame().size == becomes:
                break
            time.sleep(0.01)
        assert window.size == app.frame().size == becomes


def start(display, folder, *more):
    environment = {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "dummy", "HORSLESMURS_DATA": str(folder)}
    command = [sys.executable, "-m", "horslesmurs", "play", *more]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


def wait_for(game, folder, seconds=60):
    """Until the game holds its folder, which it does after its window is open."""
    for _ in range(seconds * 20):
        if (folder / "outbox" / "journal.lock").exists():
            return
        assert game.poll() is None, game.communicate()[1]
        time.sleep(0.05)
    raise AssertionError("no window came")


def test_the_command_opens_a_window_and_closes_without_a_word(display, tmp_path):
    game = start(display, tmp_path, "--language", "en", "--silent")
    wait_for(game, tmp_path)
    time.sleep(0.5)
    game.send_signal(signal.SIGTERM)
    _, said = game.communicate(timeout=20)
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_second_window_on_the_same_folder_is_one_clear_sentence(display, tmp_path):
    game = start(display, tmp_path)
    try:
        wait_for(game, tmp_path)
        time.sleep(0.3)
        other = start(display, tmp_path)
        _, said = other.communicate(timeout=30)
        assert other.returncode == 2
        assert "already open" in said
        assert len(said.strip().splitlines()) == 1
    finally:
        game.kill()
        game.communicate()


def test_without_a_display_it_says_so_in_one_sentence(tmp_path):
    environment = {**os.environ, "SDL_VIDEODRIVER": "x11", "DISPLAY": ":9999", "HORSLESMURS_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "horslesmurs", "play"]
    process = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert process.returncode == 2
    assert "No window can be opened here" in process.stderr
    assert "Traceback" not in process.stderr
    assert len(process.stderr.strip().splitlines()) == 1
