"""What a place sounds like, and a few notes at the beginning and the end: loops made here of sine waves and noise, soft."""

from __future__ import annotations

import functools
import math
import random
import sys
from array import array
from collections.abc import Iterable

from game.ui.window.sound import RATE

LOUDEST = 0.05
"""Of full scale: under what is said in a room."""
SECONDS = 8
"""Length of a loop."""
OF_SLOT = {"morning": "birds", "noon": "breeze", "evening": "breeze", "night": "crickets"}
OF_PLACE = {"market": "street", "school": "street", "car": "road", "title": "tune", "debrief": "tune"}
SILENT = ("ward", "hospital", "waiting", "clinic", "pharmacy")
"""Where nothing is added to what is said: a hospital at night is told by its words alone."""
PLAYED_ONCE = ("tune",)
CHIRPS = ((0.4, 3100, 0.9), (0.62, 3400, 0.7), (0.8, 3000, 0.8), (3.1, 2500, 0.5), (3.35, 2650, 0.5), (5.7, 3600, 0.6), (5.84, 3300, 0.6))
"""A bird: second, hertz, strength."""
TUNE = (392.0, 440.0, 523.3, 587.3, 523.3, 440.0, 392.0, 329.6, 392.0, 523.3, 440.0, 392.0)
"""Notes of a five-note scale, half a second apart and a little more."""


def ambience_of(place: str, slot: str) -> str:
    """Which loop belongs to a place (a room, or the name of a screen) at a time of day; empty: none."""
    if not place or place in SILENT:
        return ""
    return OF_PLACE.get(place) or OF_SLOT.get(slot, "")


@functools.cache
def loop(name: str) -> bytes:
    """16-bit mono samples at RATE, that may follow themselves without a click. Empty for an unknown name."""
    makers = {"birds": _birds, "breeze": _breeze, "crickets": _crickets, "street": _street, "road": _road, "tune": _tune}
    return _to_bytes(makers[name]()) if name in makers else b""


def _birds() -> list[float]:
    wave = _noise(0.02, 0.25)
    for second, hertz, strength in CHIRPS:
        _add(wave, second, 0.11, strength, ((hertz, 900.0),))
    return wave


def _breeze() -> list[float]:
    return _swelling(_noise(0.015, 1.0), (0.25, 0.5))


def _crickets() -> list[float]:
    wave = _noise(0.01, 0.2)
    for number in range(SECONDS * 2):
        if number % 5:
            for beat in range(3):
                _add(wave, number / 2 + beat * 0.055, 0.04, 0.35, ((4200.0, 0.0),))
    return wave


def _street() -> list[float]:
    return _swelling(_noise(0.12, 0.9), (0.5, 0.875))


def _road() -> list[float]:
    return _noise(0.006, 1.0)


def _tune() -> list[float]:
    wave = [0.0] * (SECONDS * RATE)
    for number, hertz in enumerate(TUNE):
        _add(wave, 0.1 + number * 0.55, 1.2, 0.6, ((hertz, 0.0), (hertz / 2, 0.0)))
    return wave


def _noise(smooth: float, strength: float) -> list[float]:
    """The same noise each time, as soft as smooth is small; its end runs into its beginning."""
    chance, level, length = random.Random(1), 0.0, SECONDS * RATE  # noqa: S311  a sound, nothing secret
    wave = []
    for _ in range(length + RATE // 2):
        level += smooth * (chance.random() * 2 - 1 - level)
        wave.append(level)
    peak = max(abs(value) for value in wave)
    for number in range(RATE // 2):
        share = number / (RATE // 2)
        wave[number] = wave[number] * share + wave[length + number] * (1 - share)
    return [strength * value / peak for value in wave[:length]]


def _swelling(wave: list[float], beats: Iterable[float]) -> list[float]:
    """Comes and goes: each beat is turns a second, whole over the loop so that it closes."""
    turns = [math.tau * beat * SECONDS / len(wave) for beat in beats]
    return [value * (0.6 + sum(0.2 * math.sin(number * turn) for turn in turns)) for number, value in enumerate(wave)]


def _add(wave: list[float], second: float, seconds: float, strength: float, tones: Iterable[tuple[float, float]]) -> None:
    """A soft tone that swells and fades; tones: hertz, and by how much it rises meanwhile."""
    first, count = int(second * RATE), int(seconds * RATE)
    for hertz, rise in tones:
        for number in range(min(count, len(wave) - first)):
            share = number / count
            swell = min(1.0, number / (0.02 * RATE)) * (1 - share) ** 1.5
            wave[first + number] += strength * swell * math.sin(math.tau * (hertz + rise * share / 2) * number / RATE)


def _to_bytes(wave: list[float]) -> bytes:
    peak = max(1.0, max(abs(value) for value in wave))
    data = array("h", (round(32_767 * LOUDEST * value / peak) for value in wave))
    if sys.byteorder == "big":
        data.byteswap()
    return data.tobytes()
