"""Makes one file that plays on a machine without Python (`make bundle`): the program in dist/, and the licences it must carry beside it."""

import importlib.metadata as metadata
import shutil
import sys
from pathlib import Path

import PyInstaller.__main__

ROOT = Path(__file__).resolve().parents[1]
BUILD, DIST = ROOT / "build", ROOT / "dist"
NAME = "hors-les-murs"
CARRIED = ("pygame-ce", "fontpkg-atkinson-hyperlegible", "urllib3", "click", "msgspec", "PyYAML", "nh3", "markdown-it-py", "mdurl")
CONTENT = ("_structure", "fr", "en", "media")  # modules too: the look back names them by their titles
LIBRARIES = """pygame-ce is under the LGPL 2.1 or later. It is loaded as separate modules, so that a version of your own can take its place:
unpack this program with PyInstaller's pyi-archive_viewer, or run it from its source with `make play`.
Its wheel carries these libraries, each under its own licence: SDL 2, SDL_image (with nanosvg), SDL_mixer, SDL_ttf (zlib licence);
FreeType (FTL); HarfBuzz, libxmp, Brotli (MIT); libpng, libjpeg-turbo, libwebp, libtiff, Ogg, Vorbis, Opus, FLAC, WavPack, PortMidi
(BSD or similar);
mpg123, FluidSynth, libsndfile and, on Linux, ALSA (LGPL 2.1). The text of the LGPL 2.1 stands below, under pygame-ce.
Python itself is under the PSF licence; PyInstaller's start code is under the GPL with an exception that allows this use."""


def main() -> None:
    """Builds, then says where the program is and how large."""
    licences = write_licences(BUILD / "LICENCES.txt")
    entry = BUILD / "play.py"
    entry.write_text('"""The bundled game."""\n\nfrom game.cli import play\n\nif __name__ == "__main__":\n    play()\n', encoding="utf-8")
    separator = ";" if sys.platform == "win32" else ":"
    words = ["--onefile", "--noconfirm", "--log-level", "WARN", "--name", NAME, "--paths", str(ROOT)]
    words += ["--distpath", str(DIST), "--workpath", str(BUILD), "--specpath", str(BUILD)]
    words += ["--hidden-import", "fontpkg_atkinson_hyperlegible", "--collect-data", "fontpkg_atkinson_hyperlegible"]
    for folder in CONTENT:
        words += ["--add-data", f"{ROOT / 'content' / folder}{separator}content/{folder}"]
    words += ["--add-data", f"{licences}{separator}."]
    for unwanted in ("tkinter", "numpy", "PIL", "flask", "sqlalchemy", "duckdb", "pytest"):
        words += ["--exclude-module", unwanted]
    PyInstaller.__main__.run([*words, str(entry)])
    shutil.copy(licences, DIST / "LICENCES.txt")
    made = next(path for path in DIST.iterdir() if path.stem == NAME)
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.1f} MB; licences in dist/LICENCES.txt")


def write_licences(path: Path) -> Path:
    """Our own licences, then those of everything the program carries, word for word from the installed packages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = [f"Hors les murs\n\n{(ROOT / 'LICENSE').read_text(encoding='utf-8')}"]
    parts.append(f"The content\n\n{(ROOT / 'content' / 'LICENSE.md').read_text(encoding='utf-8')}")
    parts.append(LIBRARIES)
    parts += [f"{name} {metadata.version(name)}\n\n{licence_of(name)}" for name in CARRIED]
    path.write_text(("\n\n" + "=" * 80 + "\n\n").join(parts), encoding="utf-8")
    return path


def licence_of(name: str) -> str:
    """The licence files of an installed package; its metadata says the name where no file is shipped."""
    files = [file for file in metadata.files(name) or () if any(word in file.name.upper() for word in ("LICEN", "COPYING", "OFL", "LGPL"))]
    texts = [Path(str(file.locate())).read_text(encoding="utf-8", errors="replace") for file in files if Path(str(file.locate())).is_file()]
    about = metadata.metadata(name)
    return "\n\n".join(texts) or str(about.get("License-Expression") or about.get("License") or about.get("Classifier"))


if __name__ == "__main__":
    main()
