"""Where the window's font is: Atkinson Hyperlegible, from the package fontpkg-atkinson-hyperlegible (OFL-1.1)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

FONT_PACKAGE = "fontpkg_atkinson_hyperlegible"


def font_folder() -> Path:
    """Where the font package keeps its files; a folder that is not there if it is not installed: the window then says so."""
    spec = importlib.util.find_spec(FONT_PACKAGE)
    return Path(spec.origin).parent / "files" if spec and spec.origin else Path("no-font")
