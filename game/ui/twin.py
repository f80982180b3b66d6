"""The null twin of the window: no screen, no pygame."""

from __future__ import annotations

from collections.abc import Iterable

from game.ui.shapes import Frame, Input


class NullWindow:
    """The twin without a screen: even letters, inputs from a list, and the last frame kept."""

    def __init__(self, size: tuple[int, int] = (1280, 720), inputs: Iterable[Input] = ()) -> None:
        self.size = size
        self.waiting = list(inputs)
        self.frames = 0
        self.heard: list[bytes] = []
        self.frame: Frame | None = None

    def measure(self, text: str, size: int, bold: bool) -> int:
        return round(len(text) * size * (0.56 if bold else 0.52))

    def show(self, frame: Frame, *, motes: Iterable[tuple[float, float, float]] = (), veil: float = 0.0) -> None:
        self.frame = frame
        self.frames += 1

    def inputs(self) -> list[Input]:
        given, self.waiting = self.waiting[:1], self.waiting[1:]
        return given

    def play(self, samples: bytes) -> None:
        self.heard.append(samples)

    def toggle_full(self) -> None:
        return

    def close(self) -> None:
        return
