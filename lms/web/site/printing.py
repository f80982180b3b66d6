"""What every printed page shares: the site's own font and square codes that a telephone reads."""

from pathlib import Path
from typing import Any

import fontpkg_atkinson_hyperlegible
import segno

FONTS = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"
TYPST_FONTS: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True}
"""For typst: the site's font, then those that come with typst, which write Arabic, Greek, Cyrillic and Hebrew too; none of the machine."""


def qr_svg(address: str) -> str:
    """A square code as SVG, black on white in every colour scheme. It takes the size of its place, whole.

    A drawing with a size of its own would be cut by a style sheet that gives another.

    Never the small kind, which many telephones do not read. Around it the four empty modules that ISO/IEC 18004 asks for.
    """
    return str(segno.make_qr(address, error="m").svg_inline(border=4, scale=4, dark="#000", light="#fff", omitsize=True))
