"""Reads the drawings of a media folder and refuses those the window's rasteriser (nanosvg) would not draw as a browser does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 12_000

# What nanosvg drops or draws otherwise, measured with pygame-ce 2.5.8, SDL_image 2.8.12.
REFUSED_PATTERNS = {
    "text": r"<text\b",
    "use": r"<use\b",
    "symbol": r"<symbol\b",
    "clip or mask": r"clip-path|<clipPath|<mask|mask=",
    "filter": r"<filter|filter=",
    "pattern": r"<pattern",
    "image": r"<image",
    "class, style or script": r"\bclass=|<style|\bstyle=|<script",
    "currentColor, var() or rgba()": r"currentColor|var\(|rgba\(",
    "opacity on a group": r"<g[^>]*\sopacity=",
    "paint-order": r"paint-order",
    "visibility": r"visibility=",
    "fill-opacity on a gradient": r'fill="url[^>]*fill-opacity|fill-opacity[^>]*fill="url',
    "colour that is not #RRGGBB": r'(?:fill|stroke|stop-color)="(?!none"|url\(#|#[0-9A-Fa-f]{6}")',
}
GRADIENT = re.compile(r"<(?:linear|radial)Gradient[^>]*>")
DASHED = re.compile(r"<[^>]*stroke-dasharray[^>]*>")
ROOT = re.compile(r'\A\s*<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="-?[\d.]+(?: -?[\d.]+){3}">')


@dataclass(frozen=True)
class Pictures:
    """parts: "room/kitchen-back" -> the file's text. problems: one sentence for each file left out."""

    parts: dict[str, str]
    problems: tuple[str, ...]


def refusals(text: str) -> list[str]:
    """Why this drawing cannot be shown the same in the window and in a page; empty if it can."""
    faults = [name for name, pattern in REFUSED_PATTERNS.items() if re.search(pattern, text)]
    if any("userSpaceOnUse" not in gradient for gradient in GRADIENT.findall(text)):
        faults.append("gradient without userSpaceOnUse")
    if any("stroke-linejoin" not in tag for tag in DASHED.findall(text)):
        faults.append("dashes without round joins (a mitre may shoot across the picture)")
    if len(text.encode()) > MOST_BYTES:
        faults.append(f"more than {MOST_BYTES} bytes")
    if not ROOT.match(text) or not text.rstrip().endswith("</svg>"):
        faults.append("root other than <svg xmlns viewBox> … </svg>")
    return faults


def read_pictures(folder: Path) -> Pictures:
    """All drawings under content/media/art. A file that is broken is left out and named; it never stops the others."""
    parts: dict[str, str] = {}
    problems: list[str] = []
    for path in sorted(folder.rglob("*.svg")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        try:
            if not path.is_file():
                raise IsADirectoryError(path)
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{name}.svg: cannot be read ({type(error).__name__}); save it again as UTF-8 text")
            continue
        why = refusals(text)
        if why:
            problems.append(f"{name}.svg: left out, it has {', '.join(why)}; draw it with plain paths and #RRGGBB colours")
        else:
            parts[name] = text
    return Pictures(parts, tuple(problems))
