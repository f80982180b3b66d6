"""The window's tests: the real content, the real core, a dummy screen or the null twin, an injected clock."""

import os
import subprocess
from datetime import date
from itertools import count
from pathlib import Path

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from courses.game import book_reader
from courses.library.drawings import read_pictures
from courses.rules import rule_files
from game.device.linking import Link
from game.device.outbox import Outbox
from game.device.play_controller import PlayController
from game.device.preferences import Preferences
from game.ui.app import App
from game.ui.scenes.title import SCENES
from game.ui.window.fonts import font_folder
from game.ui.window.null_window import NullWindow
from game.ui.window.pygame_window import PygameWindow

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="session")
def rule():
    return rule_files.load(CONTENT).preset()


@pytest.fixture(scope="session")
def book(rule):
    return book_reader.load(CONTENT, rule, now=date(2026, 11, 23)).book


@pytest.fixture(scope="session")
def parts():
    return read_pictures(CONTENT / "media" / "art").parts


class Clock:
    """Seconds, moved by hand."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make_app(book, rule, parts, tmp_path, clock):
    """An app on the null twin, or on the window given; closed at the end."""
    made, number = [], count()

    def make(window=None, *, make_statements=None, seed=7, link=None, folder=None, **preferences):
        box = Outbox(folder or tmp_path / f"device{next(number)}", clock=clock, chance=lambda: 0.5)
        controller = PlayController(
            book, rule, box, make_statements=make_statements, new_play=lambda: "00000000-0000-4000-8000-000000000001"
        )
        app = App(
            window or NullWindow(), controller, parts, Preferences(**{"calm": True, **preferences}),
            clock=clock, keep_preferences=lambda kept: None, link=link or Link(pair=lambda site, code: None),
            seed=lambda: seed, is_demo=True, factory=SCENES,
        )  # fmt: skip
        made.append(app)
        return app

    yield make
    for app in made:
        app.controller.outbox.close()


@pytest.fixture
def dummy():
    """A pygame window without a screen, at any size."""
    opened = []

    def open_window(size=(1280, 720)):
        opened.append(PygameWindow(size, "Hors les murs", font_folder(), sound=False))
        return opened[-1]

    yield open_window
    for window in opened:
        window.close()


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
    pygame_window = PygameWindow((1280, 720), "Hors les murs", font_folder(), sound=False)
    assert pygame.display.get_driver() == "x11"
    yield pygame_window
    pygame_window.close()
