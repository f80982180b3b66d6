"""Take the window's pictures again, on SDL's software renderer: the cover, a day and a call, in docs/screenshots/window-*.png.

With a folder (`window_screenshots.py --all FOLDER`), every scene as contact sheets in it, to be looked at.
"""

import os
import sys
import tempfile
from pathlib import Path

import pygame
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screenshots"
SIZE, COLOURS, MOST_BYTES = (1280, 720), 128, 200_000
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
sys.path.insert(0, str(ROOT))

from game import play as game_play
from game.device.preferences import Preferences
from game.ui.app import App
from game.ui.window.fonts import font_folder
from game.ui.window.pygame_window import PygameWindow
from scripts.window_sheets import every_scene


def main() -> None:
    """Plays a week by presses of keys and keeps what is on the screen at three moments."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        book, rule, is_demo = game_play.open_book(ROOT / "content", None, Path(folder))
        window = PygameWindow(SIZE, "Hors les murs", font_folder(), sound=False)
        prefer = Preferences(calm=True, captions=False)
        app = game_play.compose(window, Path(folder), ROOT / "content", book, rule, prefer, is_demo=is_demo, seed=7)
        take(app, "title")
        app.press("new")
        app.scene.story = ("azur", 2)  # type: ignore[attr-defined]  # the scene and window of this script are known
        for _ in range(5):
            app.press("validate")
        play_to_the_fever(app)
        app.controller.outbox.close()
        window.close()


def play_to_the_fever(app: App) -> None:
    """On to the evening she is cold; measure, then call."""
    while app.controller.view().cycle_day < 10:
        on(app)
    take(app, "day")
    app.press("kind:measure")
    app.press("act:measure_temp")
    app.press("validate")
    app.press("call")
    for kind in ("sign:", "person:"):
        app.press(next(item.key for item in app.screen().items() if item.key.startswith(kind)))
    app.press("dial")
    take(app, "call")


def on(app: App) -> None:
    """Past the day's card; then the first choice of a situation, else the next moment."""
    app.press("begin_day")
    choice = next((item.key for item in app.screen().items() if item.key.startswith("choice:")), None)
    for key in (choice, "validate") if choice else ("next",):
        app.press(key)
    app.press("begin_day")


def take(app: App, name: str) -> None:
    """One picture, in few colours so that it stays small."""
    app.changed()
    app.draw()
    path = OUT / f"window-{name}.png"
    pygame.image.save(app.window.picture_of(), str(path))  # type: ignore[attr-defined]  # the scene and window of this script are known
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size // 1000} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES // 1000} kB: take fewer colours")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--all"]:
        for made in every_scene(Path(sys.argv[2]), only=sys.argv[3] if len(sys.argv) > 3 else ""):
            print(made)
    else:
        main()
