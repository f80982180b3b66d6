"""The pen of the layout: lines of words, rings of focus, buttons."""

from __future__ import annotations

from dataclasses import dataclass, field

from game.screens.widgets import Item
from game.ui.layout.shapes import Box, Picture, Rect, Shape, Target, Words
from game.ui.layout.text import Measure, wrap
from game.ui.layout.theme import Sizes, Theme


@dataclass
class Pen:
    """Where the next block goes, and what was drawn so far."""

    theme: Theme
    sizes: Sizes
    measure: Measure
    focus: str
    shapes: list[Shape] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    x: int = 0
    y: int = 0
    width: int = 0

    def line_height(self, size: int) -> int:
        return round(size * 1.34)

    def words(self, text: str, size: int, colour: str, *, bold: bool = False, x: int | None = None, width: int | None = None) -> None:
        """Wrapped lines at the pen, which goes down."""
        start = self.x if x is None else x
        for line in wrap(text, width or self.width, size, self.measure, bold=bold):
            self.shapes.append(Words(start, self.y, line, size, colour, bold))
            self.y += self.line_height(size)

    def ring(self, rect: Rect, radius: int) -> None:
        """The visible focus: a dark ring with a light one inside, seen on any ground."""
        step = max(3, round(3 * self.sizes.scale))
        self.shapes.append(Box(rect.grown(step), "", radius + step, self.theme.halo, step))
        self.shapes.append(Box(rect.grown(2 * step), "", radius + 2 * step, self.theme.focus, step))


def button_size(pen: Pen, item: Item) -> int:
    return {"tab": pen.sizes.tiny, "button": pen.sizes.small}.get(item.kind, pen.sizes.text)


def button_height(pen: Pen, item: Item, width: int) -> int:
    lines = wrap(item.label, width - 2 * pen.sizes.gap, button_size(pen, item), pen.measure, bold=True)
    return max(pen.sizes.target, len(lines) * pen.line_height(button_size(pen, item)) + pen.sizes.gap)


def button(pen: Pen, item: Item, rect: Rect) -> None:
    """A button with its words in the middle; shape and words say its kind, colour repeats it."""
    theme, size = pen.theme, button_size(pen, item)
    fill, ink, edge = {
        "primary": (theme.action, theme.on_action, theme.action),
        "call": (theme.card, theme.care, theme.care),
        "tab": (theme.chosen, theme.ink, theme.chosen_edge) if item.is_on else (theme.card, theme.ink, theme.edge),
    }.get(item.kind, (theme.card, theme.ink, theme.edge))
    if not item.is_enabled:
        fill, ink, edge = theme.card, theme.quiet, theme.edge
    radius, width = round(12 * pen.sizes.scale), max(2, round(2 * pen.sizes.scale)) + (2 if item.is_on or item.kind == "call" else 0)
    pen.shapes.append(Box(rect, fill, radius, edge, width))
    inner = rect.w - round(1.5 * pen.sizes.gap)
    icon = min(rect.h - pen.sizes.gap, round(40 * pen.sizes.scale)) if item.icon else 0
    beside = icon and pen.measure(item.label, size, True) + icon + pen.sizes.gap <= inner
    lines = wrap(item.label, inner - (icon if beside else 0), size, pen.measure, bold=True)
    while size > 14 and (max(pen.measure(line, size, True) for line in lines) > inner or len(lines) * pen.line_height(size) > rect.h):
        size -= 1
        lines = wrap(item.label, inner, size, pen.measure, bold=True)
    widest = max(pen.measure(line, size, True) for line in lines)
    start = rect.x + (rect.w - widest - (icon + pen.sizes.gap // 2 if beside else 0)) // 2
    if beside:
        pen.shapes.append(Picture(Rect(start, rect.y + (rect.h - icon) // 2, icon, icon), item.icon))
        start += icon + pen.sizes.gap // 2
    y = rect.y + (rect.h - len(lines) * pen.line_height(size)) // 2 + round(size * 0.1)
    for line in lines:
        x = start if beside else rect.x + (rect.w - pen.measure(line, size, True)) // 2
        pen.shapes.append(Words(x, y, line, size, ink, True))
        y += pen.line_height(size)
    pen.targets.append(Target(item.key, rect, item.is_enabled))
    if item.key == pen.focus:
        pen.ring(rect, radius)
