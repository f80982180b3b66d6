"""The app and its scenes are imported where there is no window, no socket and no content folder: in a browser, where the game runs too."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
BARE = """
import sys
WITHOUT = {"pygame", "urllib3", "fcntl", "msvcrt", "termios", "resource", "yaml", "sqlalchemy", "flask"}
READERS = ("courses.text", "courses.library", "courses.game", "courses.rules", "courses.triage", "courses.checks", "courses.serving")


class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in WITHOUT or name.startswith(READERS):
            raise ModuleNotFoundError(f"a browser has no {name}", name=name)


sys.meta_path.insert(0, Lacking())
for name in WITHOUT:
    sys.modules.pop(name, None)
sys.path.insert(0, ".")
import importlib
import pkgutil

import game.ui
for part in sys.argv[1:]:
    importlib.import_module(part)
for one in pkgutil.walk_packages(game.ui.__path__, "game.ui."):
    if one.name != "game.ui.window.pygame_window":
        importlib.import_module(one.name)
print(sorted(name for name in sys.modules if name.partition(".")[0] in WITHOUT or name.startswith(READERS)))
"""


def imported(*parts: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "-S", "-c", BARE, *parts], cwd=ROOT, capture_output=True, text=True)


def test_screens_and_scenes_import_no_window_no_socket_and_no_reader_of_content() -> None:
    done = imported()
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_a_part_that_needs_a_socket_is_found() -> None:
    """The way of this machine to a site is what a browser lacks: the same look refuses it."""
    done = imported("game.device.http_client")
    assert done.returncode != 0
    assert "a browser has no urllib3" in done.stderr
