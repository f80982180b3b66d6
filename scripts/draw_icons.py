"""Draws the icons of the installed application from lms/static/icon.svg: python scripts/draw_icons.py. The pictures are committed."""

import re
from pathlib import Path

import typst

STATIC = Path(__file__).resolve().parents[1] / "lms" / "static"
SIZES = {"icon-192.png": (192, 1.0), "icon-512.png": (512, 1.0), "icon-maskable-512.png": (512, 0.72)}
"""Edge in pixels, and the share of it that the drawing takes: launchers cut a maskable icon to a circle of four fifths."""
PAPER = "#faf7f1"


def draw(edge: int, share: float) -> bytes:
    """One icon as PNG, with the paper behind it to its edges where the drawing is smaller than the picture."""
    svg = (STATIC / "icon.svg").read_text("utf-8")
    if share < 1:
        svg = re.sub(r"<rect[^>]*/>", "", svg)
    fill = f'rgb("{PAPER}")' if share < 1 else "none"
    page = f"#set page(width: 1in, height: 1in, margin: 0pt, fill: {fill})\n"
    page += f'#place(center + horizon, image(bytes({_quoted(svg)}), format: "svg", width: {share * 100}%))\n'
    picture: bytes = typst.compile(page.encode(), format="png", ppi=float(edge))
    return picture


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> None:
    for name, (edge, share) in SIZES.items():
        (STATIC / name).write_bytes(draw(edge, share))


if __name__ == "__main__":
    main()
