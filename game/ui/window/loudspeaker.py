"""Cues and loops through the window library's mixer; a device without sound is logged once and stays silent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from game.ui.window import ambience as loops
from game.ui.window.sound import RATE

log = logging.getLogger(__name__)
FADE_MS = 900


class Loudspeaker:
    """mixer: the library's module. later: runs a function in a thread of the window's; is_wished: False opens nothing."""

    def __init__(self, mixer: Any, later: Callable[[Callable[[], None]], object], *, is_wished: bool) -> None:
        self._mixer, self._later, self._ambience = mixer, later, ""
        self._is_open = is_wished and self._open()

    def _open(self) -> bool:
        try:
            self._mixer.init(RATE, -16, 1, 512, allowedchanges=0)
        except RuntimeError as error:  # what the library raises
            log.warning("No sound: %s. The captions say what would be heard.", error)
            return False
        self._mixer.set_reserved(1)  # the loop keeps its channel
        return True

    def play(self, samples: bytes) -> None:
        """16-bit mono samples at RATE."""
        if self._is_open and samples:
            self._mixer.Sound(buffer=samples).play()

    def stay_with(self, ambience: str) -> None:
        """Begins a loop in place of the one before; empty: silence. Both fade; a loop is made when it is first asked for."""
        if not self._is_open or ambience == self._ambience:
            return
        self._ambience = ambience
        self._mixer.Channel(0).fadeout(FADE_MS)
        if ambience:
            self._later(lambda: self._begin(ambience))

    def _begin(self, ambience: str) -> None:
        samples = loops.loop(ambience)
        if samples and ambience == self._ambience and self._mixer.get_init():
            times = 0 if ambience in loops.PLAYED_ONCE else -1
            self._mixer.Channel(0).play(self._mixer.Sound(buffer=samples), loops=times, fade_ms=FADE_MS)
