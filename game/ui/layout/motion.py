"""Gentle motion: specks of light over the picture, placed by the clock alone, so that the same moment looks the same."""

from __future__ import annotations

import math

MOTES = 7
BREATH = ("", "in", "full", "in")
"""Poses of one breath, in turn."""
BREATH_SECONDS, BLINK_EVERY, BLINK_SECONDS = 4.4, 5.3, 0.15
TURN_EVERY, TURN_SECONDS = 23.0, 2.6


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


def pose(now: float) -> str:
    """The pose of the person at a moment: a breath of four seconds, a blink now and then, a glance aside; empty at rest."""
    if now % BLINK_EVERY < BLINK_SECONDS:
        return "blink"
    if now % TURN_EVERY > TURN_EVERY - TURN_SECONDS:
        return "turn"
    return BREATH[int(now / BREATH_SECONDS * len(BREATH)) % len(BREATH)]
