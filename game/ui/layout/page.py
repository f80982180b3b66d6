"""The layout: a screen becomes a frame. Picture left, page right; the page scrolls, the corner and the bar stay."""

from __future__ import annotations

from dataclasses import replace

from game.screens.widgets import Block, Days, Item, Items, Screen
from game.ui.layout.blocks import draw_block, draw_days
from game.ui.layout.drawing import Pen, button, button_height
from game.ui.layout.plate import draw_plate
from game.ui.layout.shapes import Box, Clip, Frame, Rect, Target
from game.ui.layout.text import Measure
from game.ui.layout.theme import Sizes, Theme

WHOLE = 100_000
"""Pixels: a page as long as it likes."""


def lay_out(
    screen: Screen, sizes: Sizes, theme: Theme, measure: Measure, *, focus: str = "", scroll: int = 0, is_whole: bool = False
) -> Frame:
    """Draws a screen. focus: the key of the item that has it; scroll: pixels the page is moved up, kept within its length.

    is_whole: the page as if the window were as high as it, to see where everything is.
    """
    gap = sizes.gap
    pen = Pen(theme, sizes, measure, focus)
    page_w = sizes.width if screen.is_wide else sizes.broad_page if screen.is_broad else sizes.page
    page_x = sizes.width - page_w
    screen = _unfolded(screen)
    plate, blocks = (Rect(0, 0, 0, sizes.height), ()) if screen.is_wide else draw_plate(pen, screen, page_x)
    if blocks:
        screen = _with_blocks(screen, blocks)
    if is_whole:
        pen.sizes = replace(sizes, height=WHOLE)
    pen.shapes.append(Box(Rect(page_x, 0, page_w, sizes.height), theme.paper))
    top = _corner(pen, screen, page_x + gap, page_w - 2 * gap)
    bottom = _bar(pen, screen, page_x + gap, page_w - 2 * gap)
    view = Rect(page_x, top, page_w, bottom - top)
    overflow = _page(pen, screen, view, scroll, plate)
    targets = tuple(in_reading_order(pen.targets, page_x))
    return Frame((sizes.width, sizes.height), theme.frame, tuple(pen.shapes), targets, plate, screen.slot, overflow, view)


def _unfolded(screen: Screen) -> Screen:
    """What unfolds a part of the page stands as a tab, and the page has the open part alone."""
    blocks = tuple(block for block in screen.blocks if not (isinstance(block, Items) and block.is_folded))
    return replace(screen, tabs=(*screen.tabs, *screen.heads), blocks=blocks)


def _with_blocks(screen: Screen, blocks: tuple[Block, ...]) -> Screen:
    """The screen with these before the first thing to press."""
    at = next((number for number, block in enumerate(screen.blocks) if isinstance(block, Items)), len(screen.blocks))
    return replace(screen, blocks=(*screen.blocks[:at], *blocks, *screen.blocks[at:]))


def in_reading_order(targets: list[Target], page_x: int) -> list[Target]:
    """As the eye goes: the left column, then the page, each from top to bottom and left to right."""
    return sorted(targets, key=lambda one: (one.rect.x >= page_x, one.rect.y, one.rect.x))


def _corner(pen: Pen, screen: Screen, x: int, width: int) -> int:
    """The top row of the page; gives where the page begins."""
    gap = pen.sizes.gap
    if not screen.corner:
        return gap
    shares = [3, *[1.4] * (len(screen.corner) - 1)]
    return _row(pen, screen.corner, x, gap, width, shares) + gap


def _bar(pen: Pen, screen: Screen, x: int, width: int) -> int:
    """The bottom row; gives where the page ends."""
    if not screen.bar:
        return pen.sizes.height - pen.sizes.gap
    high = max(button_height(pen, item, (width - pen.sizes.gap * (len(screen.bar) - 1)) // len(screen.bar)) for item in screen.bar)
    top = pen.sizes.height - pen.sizes.gap - high
    _row(pen, screen.bar, x, top, width, [1] * len(screen.bar), high)
    return top - pen.sizes.gap


def _row(pen: Pen, items: tuple[Item, ...], x: int, y: int, width: int, shares: list[float], high: int = 0) -> int:
    """Buttons side by side; gives their lower edge."""
    gap = pen.sizes.gap
    free = width - gap * (len(items) - 1)
    widths = [int(free * share / sum(shares)) for share in shares]
    high = high or max(button_height(pen, item, wide) for item, wide in zip(items, widths, strict=True))
    for item, wide in zip(items, widths, strict=True):
        button(pen, item, Rect(x, y, wide, high))
        x += wide + gap
    return y + high


def _page(pen: Pen, screen: Screen, view: Rect, scroll: int, plate: Rect) -> int:
    """The blocks between corner and bar; gives how many pixels do not fit."""
    gap, start = pen.sizes.gap, len(pen.targets)
    pen.shapes.append(Clip(view))
    floor = min(view.y + view.h, plate.y + plate.h)
    is_beside = plate.w > 0 and floor - view.y >= 2 * pen.sizes.target  # else a low picture would lay one button on the other
    margin = 0 if is_beside else pen.sizes.target - gap  # the buttons to scroll with stand there
    pen.x, pen.width, pen.y = view.x + 2 * gap, view.w - 4 * gap - margin, view.y + gap // 2 - scroll
    if screen.steps:
        draw_days(pen, Days(screen.steps))
    if screen.title:
        pen.words(screen.title, pen.sizes.large, pen.theme.ink, bold=True)
        pen.y += gap
    for block in screen.blocks:
        draw_block(pen, block)
        pen.y += gap
    if screen.is_wide and (foot := " · ".join(part for part in (screen.banner, screen.status) if part)):
        pen.words(foot, pen.sizes.tiny, pen.theme.quiet)  # elsewhere it stands under the picture
    overflow = max(0, pen.y + scroll - (view.y + view.h))
    pen.shapes.append(Clip(None))
    _folds(pen, view, scroll, overflow)
    pen.targets[start:] = [one for one in pen.targets[start:] if one.rect.y + one.rect.h > view.y and one.rect.y < view.y + view.h]
    _scroll_marks(pen, view, scroll, overflow, floor if is_beside else None)
    return overflow


def _folds(pen: Pen, view: Rect, scroll: int, overflow: int) -> None:
    """A line where the page goes on, so that a word cut in two reads as hidden below and not as broken."""
    high, gap = max(2, round(2 * pen.sizes.scale)), pen.sizes.gap
    for is_there, y in ((scroll > 0, view.y - high), (scroll < overflow, view.y + view.h)):
        if is_there:
            pen.shapes.append(Box(Rect(view.x + gap, y, view.w - 2 * gap, high), pen.theme.edge))


def _scroll_marks(pen: Pen, view: Rect, scroll: int, overflow: int, floor: int | None) -> None:
    """Two buttons on the page's fold, there only while there is more to read.

    floor: where the picture ends, below which the rooms begin; None: they stand in the page, at its right.
    """
    side, bottom = pen.sizes.target, view.y + view.h if floor is None else floor
    x = view.x + view.w - side if floor is None else view.x - side + pen.sizes.gap  # clear of the words
    for key, there, y, sign in (("scroll:up", scroll > 0, view.y, "▲"), ("scroll:down", scroll < overflow, bottom - side, "▼")):
        if not there:
            continue
        rect = Rect(x, y, side, side)
        pen.shapes.append(Box(rect, pen.theme.info_ground, side // 2, pen.theme.edge, max(2, round(2 * pen.sizes.scale))))
        half, mid_x, mid_y = side // 6, rect.x + side // 2, rect.y + side // 2
        for step in range(half + 1):
            row = mid_y - half // 2 + step
            reach = step if sign == "▲" else half - step
            pen.shapes.append(Box(Rect(mid_x - reach, row, 2 * reach + 1, 1), pen.theme.ink))
        pen.targets.append(Target(key, rect))
        if key == pen.focus:
            pen.ring(rect, side // 2)
