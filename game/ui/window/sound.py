"""Short cues made of sine waves: soft, under a second, never an alarm. Each has words, shown as a caption."""

from __future__ import annotations

import functools
import math
import sys
from array import array

RATE = 22_050
LOUDEST = 0.22  # of full scale

# name -> (hertz, start, seconds, loudness 0-1); start and seconds in seconds
CUES: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "choose": ((659.3, 0.0, 0.10, 0.5),),
    "confirm": ((523.3, 0.0, 0.14, 0.6), (784.0, 0.09, 0.22, 0.6)),
    "page": ((392.0, 0.0, 0.12, 0.35), (440.0, 0.06, 0.16, 0.3)),
    "ring": ((440.0, 0.0, 0.40, 0.5), (480.0, 0.0, 0.40, 0.4), (440.0, 0.55, 0.40, 0.5), (480.0, 0.55, 0.40, 0.4)),
    "relief": ((523.3, 0.0, 0.5, 0.4), (659.3, 0.12, 0.5, 0.4), (784.0, 0.24, 0.6, 0.4)),
    "thermometer": ((1046.5, 0.0, 0.09, 0.4), (1046.5, 0.16, 0.09, 0.4)),
    "morning": ((587.3, 0.0, 0.3, 0.3), (880.0, 0.15, 0.4, 0.25)),
    "night": ((293.7, 0.0, 0.5, 0.35), (220.0, 0.2, 0.6, 0.3)),
}


@functools.cache
def samples(name: str) -> bytes:
    """16-bit mono samples at RATE; each tone swells and fades, so that nothing clicks. Empty for an unknown cue."""
    tones = CUES.get(name, ())
    length = math.ceil(max((start + seconds for _, start, seconds, _ in tones), default=0) * RATE)
    wave = [0.0] * length
    for hertz, start, seconds, loudness in tones:
        first, count = int(start * RATE), int(seconds * RATE)
        for i in range(count):
            swell = min(1.0, i / (0.012 * RATE)) * (1 - i / count) ** 1.6
            wave[first + i] += loudness * swell * (math.sin(math.tau * hertz * i / RATE) + 0.18 * math.sin(2 * math.tau * hertz * i / RATE))
    peak = max((abs(value) for value in wave), default=1.0) or 1.0
    data = array("h", (round(32_767 * LOUDEST * value / max(1.0, peak)) for value in wave))
    if sys.byteorder == "big":
        data.byteswap()
    return data.tobytes()
