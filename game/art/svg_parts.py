"""A part is one small svg file; here its drawing is taken out, placed, and put into one picture."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from html import escape

Parts = Mapping[str, str]

SEGMENTS = {"a": "M4,0H20", "b": "M24,4V20", "c": "M24,28V44", "d": "M4,48H20", "e": "M0,28V44", "f": "M0,4V20", "g": "M4,24H20"}
LIT = dict(zip("0123456789", ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"), strict=True))
IDS = re.compile(r'id="([\w-]+)"')
BETWEEN = re.compile(r">\s+<")
"""The files have a line an element, to be compared; a page that carries the drawing pays for each."""


@functools.lru_cache(maxsize=512)
def _drawing(text: str) -> str:
    return BETWEEN.sub("><", text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")].strip())


def inner(parts: Parts, name: str) -> str:
    """What stands inside the root of a part; empty if there is none, so a missing file leaves a gap and no error."""
    text = parts.get(name)
    return _drawing(text) if text else ""


def at(text: str, x: float, y: float, scale: float = 1.0, turn: float = 0.0, flip: bool = False) -> str:
    """Places a drawing: turn in degrees about its own origin, flip left to right."""
    if not text:
        return ""
    across = -scale if flip else scale
    steps = [f"translate({x:g} {y:g})"] if x or y else []
    steps += [f"rotate({turn:g})"] if turn else []
    steps += [f"scale({across:g})" if across == scale else f"scale({across:g} {scale:g})"] if (across, scale) != (1, 1) else []
    return f'<g transform="{" ".join(steps)}">{text}</g>' if steps else text


def reading(text: str, x: float, y: float, scale: float = 1.0, colour: str = "#3B2A33") -> str:
    """Digits of a display drawn as strokes: neither nanosvg nor a picture file may hold text. Takes 0-9, comma and point."""
    marks, across = [], 0.0
    stroke = f'fill="none" stroke="{colour}" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"'
    for char in text:
        if char in ",.":
            tail = f"L{across - 8:g},60" if char == "," else ""
            marks.append(f'<path d="M{across - 4:g},47V{"52" if tail else "48"}{tail}" {stroke}/>')
            across += 6
        elif char in LIT:
            d = " ".join(SEGMENTS[segment] for segment in LIT[char])
            marks.append(f'<path transform="translate({across:g} 0)" d="{d}" {stroke}/>')
            across += 36
    return at("".join(marks), x, y, scale)


def svg(body: str, box: tuple[float, float, float, float] = (0, 0, 840, 720), *, title: str = "", prefix: str = "") -> str:
    """One picture. title: its text alternative, in the page's language; prefix: keeps gradient ids of several inline pictures apart."""
    if prefix:
        body = IDS.sub(rf'id="{prefix}-\1"', body).replace("url(#", f"url(#{prefix}-")
    words = f"<title>{escape(title)}</title>" if title else ""
    accessibility = 'role="img"' if title else 'aria-hidden="true"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(f"{v:g}" for v in box)}" {accessibility}>{words}{body}</svg>'
