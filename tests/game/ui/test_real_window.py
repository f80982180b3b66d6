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

from game.play import font_folder
from game.ui.window import PygameWindow
from tests.game.ui.walks import next_press

ROOT = Path(__file__).parents[3]
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool: apt install xvfb xdotool"),
]


@pytest.fixture(scope="module")
def display(tmp_path_factory):
    """A free X display of 1400x900."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as said:
        yield f":{said.readline().strip()}"
    server.terminate()
    server.wait()


@pytest.fixture
def window(display, monkeypatch):
    """A window under X; the tests after it get the dummy driver back."""
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    pygame.quit()
    opened = PygameWindow((1280, 720), "Hors les murs", font_folder(), sound=False)
    assert pygame.display.get_driver() == "x11"
    yield opened
    opened.close()


class Hand:
    """A person at the display: xdotool sends, the app's own loop receives."""

    def __init__(self, app, window):
        self.app, self.window = app, window
        self.sent = 0
        self.settle()

    def settle(self):
        self.app.draw()
        for given in self.window.inputs():
            self.app.take(given)
        self.app.draw()

    def send(self, *words, until, tries=400):
        self.sent += 1
        subprocess.run(["xdotool", *words], check=True)
        for _ in range(tries):
            self.settle()
            if until():
                return
            time.sleep(0.005)
        raise AssertionError(f"{words} had no effect on {self.app.screen().name}, focus {self.app.focus}")


class Keyboard(Hand):
    def press(self, wanted):
        if self.app.focus.startswith("scroll:"):
            self.step("Tab")
        order = self.app.order()
        at, to = order.index(self.app.focus), order.index(wanted)
        forth, back = (to - at) % len(order), (at - to) % len(order)
        for _ in range(min(forth, back)):
            self.step("Tab" if forth <= back else "shift+Tab")
        assert self.app.focus == wanted
        before = state(self.app)
        self.send("key", "Return", until=lambda: state(self.app) != before)


    def step(self, name):
        focus = self.app.focus
        self.send("key", name, until=lambda: self.app.focus != focus)


class Mouse(Hand):
    def press(self, wanted):
        for _ in range(30):
            self.settle()
            frame = self.app._frame
            target = next((one for one in frame.targets if one.key == wanted), None)
            screen = self.app.screen()
            fixed = {item.key for item in (*screen.tabs, *screen.corner, *screen.bar)}
            if target is not None:
                x, y = target.rect.x + target.rect.w // 2, target.rect.y + target.rect.h // 2
                if wanted in fixed or frame.page.holds(x, y):
                    before = state(self.app)
                    self.click(x, y, lambda before=before: state(self.app) != before)
                    return
            down = next(one.rect for one in frame.targets if one.key == "scroll:down")
            before = self.app.scroll
            self.click(down.x + 6, down.y + down.h // 2, lambda before=before: self.app.scroll != before)
        raise AssertionError(f"{wanted} is not to be found with the mouse")

    def click(self, x, y, until):
        left, top = pygame.display.get_window_position()
        self.send("mousemove", str(left + x), str(top + y), "click", "1", until=until)


def state(app):
    """Everything a press can change."""
    screen = app.screen()
    items = [(item.key, item.is_on, item.is_enabled) for item in screen.items()]
    return [type(scene).__name__ for scene in app.scenes], screen.name, screen.title, items


@pytest.mark.parametrize(
    ("hand", "language", "campaign", "week"),
    [(Keyboard, "fr", "azur", 2), (Mouse, "en", "azur", 2), (Keyboard, "en", "tutorial", 1), (Mouse, "fr", "tutorial", 1)],
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
    assert app.desk.plays()[0].over
    assert player.sent > 20


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
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "No window can be opened here" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
