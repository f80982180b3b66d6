"""Take the window's picture for the README again: the first morning of the fragile days, on SDL's dummy screen."""

import os
import tempfile
from datetime import date
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

from PIL import Image

from courses import game_files, rule_files
from courses.pictures import read_pictures
from game.desk import Desk
from game.outbox import Outbox
from game.preferences import Preferences
from game.ui.app import App
from game.ui.fonts import font_folder
from game.ui.link import Link
from game.ui.scenes.title import Title
from game.ui.window import PygameWindow

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
OUT = ROOT / "docs" / "screenshots" / "window.png"


def main() -> None:
    rule = rule_files.load(CONTENT).preset()
    book = game_files.load(CONTENT, rule, now=date(2026, 11, 23)).book
    window = PygameWindow((1280, 720), "Hors les murs", font_folder())
    with tempfile.TemporaryDirectory() as folder:
        outbox = Outbox(Path(folder), clock=lambda: 0.0, chance=lambda: 0.5)
        desk = Desk(book, rule, outbox, tell=None, new_play=lambda: "00000000-0000-4000-8000-000000000001")
        app = App(
            window, desk, read_pictures(CONTENT / "media" / "art").parts, Preferences(language="fr", calm=True),
            clock=lambda: 0.0, keep_preferences=lambda kept: None, link=Link(pair=lambda site, code: None),
            seed=lambda: 7, is_demo=True, first=Title,
        )  # fmt: skip
        app.press("new")
        for _ in range(6):
            if app.screen().name == "day":
                break
            app.press("validate")
        window.show(app.frame())
        raw = Path(folder) / "raw.png"
        window.save_picture(raw)
        Image.open(raw).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(OUT, optimize=True)
        outbox.close()
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
