"""Gentle motion: specks of light over the picture, placed by the clock alone, so that the same moment looks the same."""

from __future__ import annotations

import math

MOTES = 7


def motes(now: float, slot: str) -> list[tuple[float, float, float]]:
    """Specks of light that drift over the picture: x, y in shares of it, strength 0.0-1.0. Slow: a third of a width a minute."""
    high, low = (0.12, 0.5) if slot == "night" else (0.15, 0.85)
    out = []
    for number in range(MOTES):
        phase = number * 2.399
        x = (number / MOTES + now / 180 + 0.04 * math.sin(now / 7 + phase)) % 1.0
        y = high + (low - high) * (0.5 + 0.5 * math.sin(now / 19 + 1.7 * phase))
        out.append((x, y, 0.25 + 0.25 * math.sin(now / 3 + phase)))
    return out
