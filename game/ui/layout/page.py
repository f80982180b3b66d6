"""The layout: a screen becomes a frame. Picture left, page right; the page scrolls, the corner and the bar stay."""

from __future__ import annotations

from dataclasses import replace

from game.ui.layout.blocks import draw_block, draw_days
from game.ui.layout.drawing import Pen, button, button_height
from game.ui.layout.shapes import Box, Clip, Frame, Picture, Rect, Target, Words
from game.ui.layout.text import Measure, wrap
from game.ui.layout.theme import Sizes, Theme
from game.ui.layout.widgets import Days, Item, Screen

PLATE_SHAPE = 840 / 720


def lay_out(screen: Screen, sizes: Sizes, theme: Theme, measure: Measure, *, focus: str = "", scroll: int = 0) -> Frame:
    """Draws a screen. focus: the key of the item that has it; scroll: pixels the page is moved up, kept within its length."""
    gap = sizes.gap
    pen = Pen(theme, sizes, measure, focus)
    page_w = sizes.width if screen.is_wide else sizes.page
    page_x = sizes.width - page_w
    plate = Rect(0, 0, 0, sizes.height) if screen.is_wide else _plate(pen, screen, page_x)
    pen.shapes.append(Box(Rect(page_x, 0, page_w, sizes.height), theme.paper))
    top = _corner(pen, screen, page_x + gap, page_w - 2 * gap)
    bottom = _bar(pen, screen, page_x + gap, page_w - 2 * gap)
    view = Rect(page_x, top, page_w, bottom - top)
    overflow = _page(pen, screen, view, scroll, plate.y + plate.h)
    targets = tuple(in_reading_order(pen.targets, page_x))
    return Frame((sizes.width, sizes.height), theme.frame, tuple(pen.shapes), targets, plate, screen.slot, overflow, view)


def in_reading_order(targets: list[Target], page_x: int) -> list[Target]:
    """As the eye goes: the left column, then the page, each from top to bottom and left to right."""
    return sorted(targets, key=lambda one: (one.rect.x >= page_x, one.rect.y, one.rect.x))


def _plate(pen: Pen, screen: Screen, width: int) -> Rect:
    """The picture, as large as its side allows and never cropped, with the rooms below it."""
    gap, sizes = pen.sizes.gap, pen.sizes
    rows = _tab_rows(pen, screen.tabs, width - 2 * gap)
    strip = rows * (sizes.target + gap)
    foot, caption = _foot_lines(pen, screen, width - 2 * gap), _caption_lines(pen, screen, width - 4 * gap)
    count = max(len(foot), len(caption))
    note = count * pen.line_height(sizes.tiny) + gap if count else 0
    room_w, room_h = width - 2 * gap, sizes.height - 2 * gap - strip - note
    wide = int(min(room_w, room_h * PLATE_SHAPE))
    high = int(wide / PLATE_SHAPE)
    plate = Rect((width - wide) // 2, gap + max(0, (room_h - high) // 2), wide, high)
    pen.shapes.append(Picture(plate, screen.picture, round(14 * sizes.scale), pen.theme.frame))
    if screen.tabs:
        _tabs(pen, screen.tabs, rows, Rect(gap, plate.y + plate.h + gap, width - 2 * gap, sizes.target))
    for number, line in enumerate(foot):
        y = sizes.height - note + gap // 2 + number * pen.line_height(sizes.tiny)
        pen.shapes.append(Words(gap, y, line, sizes.tiny, pen.theme.quiet))
    if caption:
        _caption(pen, caption, Rect(gap // 2, sizes.height - note, width - gap, note - gap // 4))
    return plate


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
    fits = max(1, (width + gap) // (max(pen.sizes.target, longest + gap) + gap))
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


def _page(pen: Pen, screen: Screen, view: Rect, scroll: int, floor: int) -> int:
    """The blocks between corner and bar; gives how many pixels do not fit."""
    gap, start = pen.sizes.gap, len(pen.targets)
    pen.shapes.append(Clip(view))
    margin = pen.sizes.target - gap if screen.is_wide else 0  # the buttons to scroll with stand there
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
    _scroll_marks(pen, screen, view, scroll, overflow, floor)
    return overflow


def _folds(pen: Pen, view: Rect, scroll: int, overflow: int) -> None:
    """A line where the page goes on, so that a word cut in two reads as hidden below and not as broken."""
    high, gap = max(2, round(2 * pen.sizes.scale)), pen.sizes.gap
    for is_there, y in ((scroll > 0, view.y - high), (scroll < overflow, view.y + view.h)):
        if is_there:
            pen.shapes.append(Box(Rect(view.x + gap, y, view.w - 2 * gap, high), pen.theme.edge))


def _scroll_marks(pen: Pen, screen: Screen, view: Rect, scroll: int, overflow: int, floor: int) -> None:
    """Two buttons on the page's fold, there only while there is more to read; never below floor, where the rooms begin."""
    side = pen.sizes.target
    for key, there, y, sign in (
        ("scroll:up", scroll > 0, view.y, "▲"),
        ("scroll:down", scroll < overflow, min(view.y + view.h, floor) - side, "▼"),
    ):
        if not there:
            continue
        x = view.x + view.w - side if screen.is_wide else view.x - side + pen.sizes.gap  # on the fold of the book, clear of the words
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
