"""Light and colour: one drawing, other skins and clothes, four slots of the day. Every colour is a #RRGGBB in the text."""

from __future__ import annotations

import colorsys
import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
Triple = tuple[float, float, float]


class Grade(NamedTuple):
    """How a slot changes a colour: multiply red, green, blue; mix `share` of `towards`; keep `saturation`."""

    multiply: Triple
    towards: str
    share: float
    saturation: float


# (away from the lamp, near the lamp)
GRADES: dict[str, tuple[Grade, Grade]] = {
    "morning": (Grade((1.0, 0.985, 0.95), "#FFF0CF", 0.10, 1.0), Grade((1.0, 0.985, 0.95), "#FFF0CF", 0.10, 1.0)),
    "noon": (Grade((1, 1, 1), "#FFFFFF", 0, 1), Grade((1, 1, 1), "#FFFFFF", 0, 1)),
    "evening": (Grade((0.93, 0.86, 0.80), "#D98A55", 0.10, 0.95), Grade((1.0, 0.95, 0.89), "#F2B878", 0.05, 1.0)),
    "night": (Grade((0.46, 0.52, 0.72), "#1C2747", 0.16, 0.80), Grade((0.93, 0.84, 0.80), "#F2B46A", 0.05, 0.95)),
}


def _rgb(colour: str) -> Triple:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


@functools.cache
def grade_colour(colour: str, slot: str, near: float) -> str:
    """One colour in the light of a slot; near 0.0 (far from the lamp) to 1.0 (lit by it)."""
    far, lit = GRADES[slot]

    def blend(a: float, b: float) -> float:
        return a + (b - a) * near

    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    plain = colorsys.hls_to_rgb(hue, lightness, saturation * blend(far.saturation, lit.saturation))
    share = blend(far.share, lit.share)
    out = []
    for value, m_far, m_lit, t_far, t_lit in zip(plain, far.multiply, lit.multiply, _rgb(far.towards), _rgb(lit.towards), strict=True):
        blend_of_both = value * blend(m_far, m_lit) * (1 - share) + blend(t_far, t_lit) * share
        out.append(round(255 * min(1.0, blend_of_both)))
    return "#{:02X}{:02X}{:02X}".format(*out)


@functools.lru_cache(maxsize=1024)
def grade(text: str, slot: str, near: float = 0.0) -> str:
    """The whole drawing in the light of a slot: a change of colours, not a filter laid over."""
    return HEX.sub(lambda match: grade_colour(match[0].upper(), slot, near), text)


def recolour(text: str, table: Mapping[str, str]) -> str:
    """Swaps exact colours; keys in capitals."""
    return HEX.sub(lambda match: table.get(match[0].upper(), match[0]), text)
