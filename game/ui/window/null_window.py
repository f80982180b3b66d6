"""What the app needs of a window, and the twin that does it without a screen, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from game.ui.layout.shapes import Frame, Input, Picture


class Window(Protocol):
    """What the app needs of a window."""

    @property
    def size(self) -> tuple[int, int]: ...
    def measure(self, text: str, size: int, bold: bool) -> int: ...
    def show(
        self, frame: Frame, *, motes: Iterable[tuple[float, float, float]] = (), veil: float = 0.0, pose: Picture | None = None
    ) -> None: ...
    def prepare(self, picture: Picture) -> None: ...
    def collect_pictures(self) -> bool: ...
    def inputs(self) -> list[Input]: ...
    def play(self, samples: bytes) -> None: ...
    def stay_with(self, ambience: str) -> None: ...
    def toggle_full(self) -> None: ...
    def close(self) -> None: ...


class NullWindow:
    """The twin without a screen: even letters, inputs from a list, and the last frame kept."""

    def __init__(self, size: tuple[int, int] = (1280, 720), inputs: Iterable[Input] = ()) -> None:
        self.size = size
        self.waiting = list(inputs)
        self.frames = 0
        self.heard: list[bytes] = []
        self.ambience = ""
        self.prepared: list[str] = []
        self.frame: Frame | None = None
        self.pose: Picture | None = None

    def measure(self, text: str, size: int, bold: bool) -> int:
        return round(len(text) * size * (0.56 if bold else 0.52))

    def show(
        self, frame: Frame, *, motes: Iterable[tuple[float, float, float]] = (), veil: float = 0.0, pose: Picture | None = None
    ) -> None:
        self.frame, self.pose = frame, pose
        self.frames += 1

    def prepare(self, picture: Picture) -> None:
        self.prepared.append(picture.svg)

    def collect_pictures(self) -> bool:
        return False

    def inputs(self) -> list[Input]:
        events, self.waiting = self.waiting[:1], self.waiting[1:]
        return events

    def play(self, samples: bytes) -> None:
        self.heard.append(samples)

    def stay_with(self, ambience: str) -> None:
        self.ambience = ambience

    def toggle_full(self) -> None:
        return

    def close(self) -> None:
        return
