"""What a window can draw: boxes, words, pictures, rings and dots; and what a learner can do to it: inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Rect(NamedTuple):
    """Pixels, from the top left."""

    x: int
    y: int
    w: int
    h: int

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h

    def grown(self, by: int) -> Rect:
        return Rect(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)


NOWHERE = Rect(0, 0, 0, 0)


class Box(NamedTuple):
    """A filled rectangle with round corners; an edge when edge_width is more than 0; fill empty: edge only."""

    rect: Rect
    fill: str
    radius: int = 0
    edge: str = ""
    edge_width: int = 0


class Words(NamedTuple):
    """One line of text, its top left corner at x, y."""

    x: int
    y: int
    text: str
    size: int
    colour: str
    bold: bool = False


class Picture(NamedTuple):
    """An svg text drawn into the box, its corners rounded over the ground colour when radius is more than 0."""

    rect: Rect
    svg: str
    radius: int = 0
    ground: str = ""


class Dot(NamedTuple):
    """A disc."""

    x: int
    y: int
    radius: int
    fill: str


class Clip(NamedTuple):
    """What follows is drawn inside this rectangle only; None ends it."""

    rect: Rect | None


Shape = Box | Words | Picture | Dot | Clip


@dataclass(frozen=True)
class Target:
    """Where an item can be pressed."""

    key: str
    rect: Rect
    is_enabled: bool = True


@dataclass(frozen=True)
class Frame:
    """One picture of the whole window. plate: where the scene's picture is (motes of light drift there). overflow: pixels to scroll."""

    size: tuple[int, int]
    ground: str
    shapes: tuple[Shape, ...]
    targets: tuple[Target, ...]
    plate: Rect
    slot: str
    overflow: int = 0
    page: Rect = NOWHERE


class Input(NamedTuple):
    """kind: key, pad (a key's name too), text, press, wheel, swipe (y: pixels), plugged, unplugged, resize, quit, or focus (shown again).

    value: a key's name or typed text.
    """

    kind: str
    value: str = ""
    x: float = 0
    y: float = 0
