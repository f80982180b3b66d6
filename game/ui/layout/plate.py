"""The left column: the picture, as large as its side allows; the rooms, what is laid under it, and a line at its foot."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from game.screens.widgets import Block, Item, Screen
from game.ui.layout.blocks import draw_block
from game.ui.layout.drawing import Pen, button
from game.ui.layout.shapes import Box, Picture, Rect, Words
from game.ui.layout.text import wrap

PLATE_SHAPE = 840 / 720
LEAST_PICTURE = 150
"""Pixels of height under which a picture is left out."""
TRIALS = (("text", 0.6), ("small", 0.62), ("text", 0.72), ("small", 0.74), ("small", 1.0), ("tiny", 1.0))
"""What is tried in turn for what lies under the picture: its size of text, and how much of the height it may take."""


class Beside(NamedTuple):
    """What lies under the picture and in which size of text; height: with the gap above it. in_page: what has no room there."""

    blocks: tuple[Block, ...] = ()
    text: int = 0
    height: int = 0
    in_page: tuple[Block, ...] = ()


def draw_plate(pen: Pen, screen: Screen, width: int) -> tuple[Rect, tuple[Block, ...]]:
    """The picture, never cropped, with the rooms or what is laid beside the page below it.

    Gives its place, of no width where it has no room, and what had no room under it and goes into the page.
    """
    gap, sizes = pen.sizes.gap, pen.sizes
    rows = _tab_rows(pen, screen.tabs, width - 2 * gap)
    foot, caption = _foot_lines(pen, screen, width - 2 * gap), _caption_lines(pen, screen, width - 4 * gap)
    count = max(len(foot), len(caption))
    note = count * pen.line_height(sizes.tiny) + gap if count else 0
    free = sizes.height - 2 * gap - rows * (sizes.target + gap) - note
    room = Rect(gap, gap, width - 2 * gap, free)
    beside = _fit_beside(pen, screen.beside, room)
    plate = _picture(pen, screen, width, free - beside.height)
    if beside.blocks:
        pen.shapes += _blocks(pen, beside.blocks, room, beside.text, room.y + room.h - beside.height + gap).shapes
    if screen.tabs:
        _tabs(pen, screen.tabs, rows, Rect(gap, plate.y + plate.h + gap, width - 2 * gap, sizes.target))
    for number, line in enumerate(foot):
        y = sizes.height - note + gap // 2 + number * pen.line_height(sizes.tiny)
        pen.shapes.append(Words(gap, y, line, sizes.tiny, pen.theme.quiet))
    if caption:
        _caption(pen, caption, Rect(gap // 2, sizes.height - note, width - gap, note - gap // 4))
    return plate, beside.in_page


def _picture(pen: Pen, screen: Screen, width: int, room: int) -> Rect:
    """In the middle of what is left; nothing is drawn where it would be too small to be seen."""
    gap, scale = pen.sizes.gap, pen.sizes.scale
    wide = int(min(width - 2 * gap, room * PLATE_SHAPE)) if room >= LEAST_PICTURE * scale else 0
    high = int(wide / PLATE_SHAPE)
    plate = Rect((width - wide) // 2, gap + max(0, (room - high) // 2) if wide else 0, wide, high)
    if wide:
        pen.shapes.append(Picture(plate, screen.picture, round(14 * scale), pen.theme.frame))
    return plate


def _fit_beside(pen: Pen, blocks: tuple[Block, ...], room: Rect) -> Beside:
    """As large as it fits. Where not even the smallest does, the first blocks go into the page."""
    for start in range(len(blocks)):
        for name, share in TRIALS:
            text = int(getattr(pen.sizes, name))
            high = _blocks(pen, blocks[start:], room, text, 0).y
            if high <= room.h * share:
                return Beside(blocks[start:], text, high, blocks[:start])
    return Beside(in_page=blocks)


def _blocks(pen: Pen, blocks: tuple[Block, ...], room: Rect, text: int, top: int) -> Pen:
    """A pen of its own that drew them from the top on, in this size of text."""
    own = Pen(pen.theme, replace(pen.sizes, text=text), pen.measure, "", x=room.x, y=top, width=room.w)
    for block in blocks:
        draw_block(own, block)
        own.y += own.sizes.gap
    return own


def _foot_lines(pen: Pen, screen: Screen, width: int) -> list[str]:
    """Under the picture, quietly: that this is a draft, and what is waiting."""
    text = " · ".join(part for part in (screen.banner, screen.status) if part)
    return wrap(text, width, pen.sizes.tiny, pen.measure) if text else []


def _caption_lines(pen: Pen, screen: Screen, width: int) -> list[str]:
    return wrap(screen.caption, width, pen.sizes.tiny, pen.measure) if screen.caption else []


def _caption(pen: Pen, lines: list[str], room: Rect) -> None:
    """What a sound says: for a moment in place of the line under the picture, so that it covers no face and nothing that hands hold."""
    gap, size = pen.sizes.gap, pen.sizes.tiny
    pen.shapes.append(Box(room, pen.theme.paper, gap, pen.theme.edge, 2))
    for number, line in enumerate(lines):
        pen.shapes.append(Words(room.x + gap, room.y + gap // 4 + number * pen.line_height(size), line, size, pen.theme.ink))


def _tab_rows(pen: Pen, tabs: tuple[Item, ...], width: int) -> int:
    """How many rows the rooms need so that each is wide enough to be hit and its longest word to be read."""
    if not tabs:
        return 0
    gap = pen.sizes.gap
    longest = max(pen.measure(word, pen.sizes.tiny, True) for tab in tabs for word in tab.label.split())
    fits = max(1, (width + gap) // (max(pen.sizes.target, longest + 2 * gap) + gap))
    return -(-len(tabs) // fits)


def _tabs(pen: Pen, tabs: tuple[Item, ...], rows: int, room: Rect) -> None:
    gap, columns = pen.sizes.gap, -(-len(tabs) // rows)
    wide = (room.w - gap * (columns - 1)) // columns
    size, icon = pen.sizes.tiny, round(40 * pen.sizes.scale)
    if any(pen.measure(tab.label, size, True) + icon + 2 * gap > wide for tab in tabs):
        tabs = tuple(replace(tab, icon="") for tab in tabs)  # pictures for all the rooms, or for none
    for number, item in enumerate(tabs):
        row, column = divmod(number, columns)
        button(pen, item, Rect(room.x + column * (wide + gap), room.y + row * (room.h + gap), wide, room.h))
