"""The blocks of a page: words, speech, notices, gauges, days, pictures, and choices with their marks."""

from __future__ import annotations

from game.screens.widgets import Block, Days, Gauges, Image, Item, Items, Lanes, Notice, Speech, Text, Timeline
from game.ui.layout.drawing import Pen
from game.ui.layout.shapes import Box, Dot, Picture, Rect, Target, Words
from game.ui.layout.text import wrap


def draw_block(pen: Pen, block: Block) -> None:
    """One block at the pen, which goes down."""
    DRAW[type(block)](pen, block)  # type: ignore[operator]  # each kind of block has its own drawing function


def _text(pen: Pen, block: Text) -> None:
    size, colour, bold = {
        "cover": (round(pen.sizes.text * 2.2), pen.theme.ink, True),
        "title": (pen.sizes.large, pen.theme.ink, True),
        "lead": (pen.sizes.text, pen.theme.quiet, True),
        "quiet": (pen.sizes.small, pen.theme.quiet, False),
        "label": (pen.sizes.text, pen.theme.ink, True),
        "fact": (pen.sizes.text, pen.theme.ink, True),
    }.get(block.kind, (pen.sizes.text, pen.theme.ink, False))
    if block.kind == "point":
        dot, gap = max(3, round(3 * pen.sizes.scale)), pen.sizes.gap
        pen.shapes.append(Dot(pen.x + dot, pen.y + pen.line_height(size) // 2, dot, colour))
        pen.words(block.text, size, colour, bold=bold, x=pen.x + 2 * dot + gap, width=pen.width - 2 * dot - gap)
    else:
        pen.words(block.text, size, colour, bold=bold)


def _speech(pen: Pen, block: Speech) -> None:
    """A line in the margin, as in a book: who speaks, then what."""
    gap, top = pen.sizes.gap, pen.y
    face = round(pen.sizes.text * (4.6 if block.is_near else 3.2)) if block.face else 0
    indent = face + gap if face else gap + round(4 * pen.sizes.scale)
    if block.speaker:
        pen.words(block.speaker, pen.sizes.small, pen.theme.quiet, bold=True, x=pen.x + indent, width=pen.width - indent)
    pen.words(block.text, pen.sizes.text, pen.theme.ink, x=pen.x + indent, width=pen.width - indent)
    if face:
        pen.shapes.append(Picture(Rect(pen.x, top, face, face), block.face))
        pen.y = max(pen.y, top + face)
    else:
        pen.shapes.append(Box(Rect(pen.x, top, round(4 * pen.sizes.scale), pen.y - top), pen.theme.chosen_edge, 2))


def _notice(pen: Pen, block: Notice) -> None:
    gap, top, ground = pen.sizes.gap, pen.y, len(pen.shapes)
    icon = round(pen.sizes.text * 1.7) if block.icon else 0
    inset = 2 * gap if block.tone == "idea" else gap
    x = pen.x + inset + (icon + gap if icon else 0)
    pen.y += inset
    width, size = pen.x + pen.width - inset - x, round(pen.sizes.text * (1.16 if block.tone == "idea" else 1))
    if block.title:
        pen.words(block.title, pen.sizes.text, pen.theme.ink, bold=True, x=x, width=width)
    if block.body:
        pen.words(block.body, size, pen.theme.ink, x=x, width=width)
    if block.more:
        pen.y += gap // 2
        pen.words(block.more, pen.sizes.small, pen.theme.quiet, x=x, width=width)
    pen.y = max(pen.y, top + icon + 2 * inset) if icon else pen.y
    pen.y += inset - gap // 2
    fill = {"good": pen.theme.good_ground, "care": pen.theme.care_ground, "idea": pen.theme.card}.get(block.tone, pen.theme.info_ground)
    edge = {"good": pen.theme.chosen_edge, "care": pen.theme.care, "idea": pen.theme.chosen_edge}.get(block.tone, pen.theme.edge)
    rect = Rect(pen.x, top, pen.width, pen.y - top)
    pen.shapes.insert(ground, Box(rect, fill, gap, edge, max(2, round(2 * pen.sizes.scale))))
    if block.tone == "idea":  # a card in a double frame, as the plate of a book
        pen.shapes.insert(ground + 1, Box(rect.grown(-round(5 * pen.sizes.scale)), "", round(0.7 * gap), pen.theme.edge, 1))
    if icon:
        pen.shapes.append(Picture(Rect(pen.x + inset, top + inset, icon, icon), block.icon))


def _large_gauges(pen: Pen, block: Gauges) -> None:
    """Three large dots, the name and the word beside them."""
    gap, radius = pen.sizes.gap, round(pen.sizes.text * 0.42)
    for label, word, level in block.rows:
        top, text_x = pen.y, pen.x + 3 * (2 * radius + gap // 2) + gap
        pen.words(label, pen.sizes.text, pen.theme.ink, bold=True, x=text_x, width=pen.x + pen.width - text_x)
        pen.words(word, pen.sizes.text, pen.theme.ink, x=text_x, width=pen.x + pen.width - text_x)
        for number in range(3 if level else 0):
            x, y = pen.x + radius + number * (2 * radius + gap // 2), top + pen.line_height(pen.sizes.text)
            pen.shapes.append(Dot(x, y, radius, pen.theme.chosen_edge))
            if number >= level:
                pen.shapes.append(Dot(x, y, radius - max(3, round(3 * pen.sizes.scale)), pen.theme.paper))
        pen.y += gap


def _timeline(pen: Pen, block: Timeline) -> None:
    """Days on a thread: a knot each, the sign of the day in its place, its words beside."""
    gap, icon = pen.sizes.gap, round(pen.sizes.text * 1.5)
    middle, x = pen.x + icon // 2, pen.x + icon + gap
    width, thread, top = pen.x + pen.width - x, len(pen.shapes), pen.y
    last = pen.y
    for moment in block.moments:
        first = pen.y + pen.line_height(pen.sizes.text) // 2
        if moment.mark:
            pen.shapes.append(Picture(Rect(pen.x, first - icon // 2, icon, icon), moment.mark))
        else:
            pen.shapes.append(Dot(middle, first, round(icon * 0.24), pen.theme.chosen_edge))
            pen.shapes.append(Dot(middle, first, round(icon * 0.24) - (4 if moment.is_key else 2), pen.theme.paper))
        pen.words(moment.title, pen.sizes.text if moment.is_key else pen.sizes.small, pen.theme.ink, bold=True, x=x, width=width)
        if moment.text:
            pen.words(moment.text, pen.sizes.text if moment.is_key else pen.sizes.small, pen.theme.ink, x=x, width=width)
        if moment.more:
            pen.words(moment.more, pen.sizes.small, pen.theme.quiet, x=x, width=width)
        pen.y, last = pen.y + gap, first
    wide = max(2, round(3 * pen.sizes.scale))
    pen.shapes.insert(thread, Box(Rect(middle - wide // 2, top + gap, wide, max(0, last - top - gap)), pen.theme.edge))


def _gauges(pen: Pen, block: Gauges) -> None:
    """Word first, dots second; as many in a row as fit."""
    if block.is_large:
        _large_gauges(pen, block)
        return
    size, gap = pen.sizes.small, pen.sizes.gap
    x, dot, row = pen.x, max(5, round(size * 0.24)), pen.line_height(size) + gap // 2
    for label, word, level in block.rows:
        text = f"{label} · {word}"
        wide = pen.measure(text, size, False) + 3 * (2 * dot + 4) + gap
        if x > pen.x and x + wide > pen.x + pen.width:
            x, pen.y = pen.x, pen.y + row
        pen.shapes.append(Words(x, pen.y, text, size, pen.theme.quiet))
        dots = x + pen.measure(text, size, False) + gap // 2 + dot
        for number in range(3):
            middle = pen.y + round(size * 0.68)
            pen.shapes.append(Dot(dots, middle, dot, pen.theme.chosen_edge))
            if number >= level:
                pen.shapes.append(Dot(dots, middle, max(2, dot - max(2, round(2 * pen.sizes.scale))), pen.theme.paper))
            dots += 2 * dot + 4
        x = dots + gap
    pen.y += row


def draw_days(pen: Pen, block: Days) -> None:
    """A row of days: full, ringed, or empty; the label of today stands beside."""
    radius = max(6, round(7 * pen.sizes.scale))
    x, y = pen.x + radius, pen.y + radius
    for _, state in block.days:
        pen.shapes.append(Dot(x, y, radius, pen.theme.chosen_edge))
        edge = max(2, round(2 * pen.sizes.scale))
        if state != "done":
            pen.shapes.append(Dot(x, y, radius - edge, pen.theme.paper))
        if state == "here":
            pen.shapes.append(Dot(x, y, radius - 2 * edge, pen.theme.care))
        x += 3 * radius
    here = next((label for label, state in block.days if state == "here"), "")
    if here:
        pen.shapes.append(Words(x, y - round(pen.sizes.small * 0.66), here, pen.sizes.small, pen.theme.quiet))
    pen.y += 2 * radius + pen.sizes.gap


def _lanes(pen: Pen, block: Lanes) -> None:
    """A line between the two; what is the same in both stands once, across."""
    gap, size = pen.sizes.gap, pen.sizes.small
    wide, middle = (pen.width - 3 * gap) // 2, pen.x + pen.width // 2
    right = middle + gap

    def pair(left: str, beside: str, *, bold: bool = False) -> None:
        top = pen.y
        pen.words(left, size, pen.theme.ink, bold=bold, x=pen.x, width=wide)
        low = pen.y
        pen.y = top
        pen.words(beside, size, pen.theme.ink, bold=bold, x=right, width=wide)
        pen.y = max(low, pen.y)
        pen.shapes.append(Box(Rect(middle - 1, top, max(2, round(2 * pen.sizes.scale)), pen.y - top), pen.theme.chosen_edge))

    pair(*block.heads, bold=True)
    for title, left, beside in block.rows:
        pen.y += gap // 2
        pen.words(title, size, pen.theme.quiet, bold=True)
        if beside:
            pair(left, beside)
        else:
            pen.words(left, size, pen.theme.quiet)


def _image(pen: Pen, block: Image) -> None:
    high = round(block.high * pen.sizes.text)
    wide = min(pen.width, round(block.wide * pen.sizes.text))
    pen.shapes.append(Picture(Rect(pen.x, pen.y, wide, high), block.svg))
    pen.y += high


def _items(pen: Pen, block: Items) -> None:
    """In as many columns as were asked for, or in fewer where narrow ones make it longer; pictures keep theirs."""
    gap, most = pen.sizes.gap, min(block.columns, len(block.items)) or 1
    if block.name and block.shows_name:
        _text(pen, Text(block.name, "label"))
        pen.y += gap
    trials = [most] if block.pictures else range(most, 0, -1)
    tried = [(number, _row_heights(pen, block, number)) for number in trials]
    columns, heights = min(tried, key=lambda one: sum(one[1]) + gap * len(one[1]))
    wide = (pen.width - gap * (columns - 1)) // columns
    for row, high in enumerate(heights):
        for number, item in enumerate(block.items[row * columns : (row + 1) * columns]):
            _item(pen, item, Rect(pen.x + number * (wide + gap), pen.y, wide, high), block.pictures)
        pen.y += high + gap
    pen.y -= gap if block.items else 0


def _row_heights(pen: Pen, block: Items, columns: int) -> list[int]:
    """How high each row is in that many columns."""
    wide = (pen.width - pen.sizes.gap * (columns - 1)) // columns
    high = [_item_height(pen, item, wide, block.pictures) for item in block.items]
    return [max(high[start : start + columns]) for start in range(0, len(high), columns)]


def _item_height(pen: Pen, item: Item, wide: int, pictures: bool) -> int:
    lines, notes = _item_lines(pen, item, wide, pictures)
    words = len(lines) * pen.line_height(pen.sizes.text) + len(notes) * pen.line_height(pen.sizes.small) + round(1.2 * pen.sizes.gap)
    if pictures:
        return max(pen.sizes.target, round(0.9 * wide) + words)
    return max(pen.sizes.target, words)


def _item_lines(pen: Pen, item: Item, wide: int, pictures: bool) -> tuple[list[str], list[str]]:
    room = wide - 2 * pen.sizes.gap if pictures else wide - _indent(pen, item) - pen.sizes.gap
    label, note = (field_text(item), item.label) if item.kind == "field" else (item.label, item.note)
    return wrap(label, room, pen.sizes.text, pen.measure, bold=item.is_on), wrap(note, room, pen.sizes.small, pen.measure) if note else []


def field_text(item: Item) -> str:
    """What stands in a field, with a bar where the next letter goes."""
    return f"{item.value}|" if item.is_on else item.value or "…"


def _indent(pen: Pen, item: Item) -> int:
    if item.icon:
        return round(44 * pen.sizes.scale) + 2 * pen.sizes.gap
    return round(28 * pen.sizes.scale) + 2 * pen.sizes.gap if item.kind in ("choice", "check") else 2 * pen.sizes.gap


def _item(pen: Pen, item: Item, rect: Rect, pictures: bool) -> None:
    """A choice: its mark or picture, its words, its note; the chosen one has an edge, a ground and a mark."""
    theme, gap, sizes = pen.theme, pen.sizes.gap, pen.sizes
    radius = round(10 * sizes.scale)
    width = max(2, round(2 * sizes.scale))
    fill, edge = (theme.chosen, theme.chosen_edge) if item.is_on else (theme.card, theme.edge)
    if item.kind == "primary":
        fill, edge = theme.action, theme.action
    pen.shapes.append(Box(rect, fill, radius, edge, 2 * width if item.is_on else width))
    lines, notes = _item_lines(pen, item, rect.w, pictures)
    x = rect.x + (gap if pictures else _indent(pen, item))
    if pictures:
        side = round(0.9 * rect.w) - gap
        pen.shapes.append(Picture(Rect(rect.x + (rect.w - side) // 2, rect.y + gap // 2, side, side), item.icon))
        y = rect.y + round(0.9 * rect.w) + gap // 4
    else:
        high = len(lines) * pen.line_height(sizes.text) + len(notes) * pen.line_height(sizes.small)
        y = rect.y + (rect.h - high) // 2
        _mark(pen, item, rect)
    ink = theme.on_action if item.kind == "primary" else (theme.care if item.kind == "call" else theme.ink)
    rows = [(line, sizes.text, ink if item.is_enabled else theme.quiet) for line in lines]
    small = [(line, sizes.small, theme.on_action if item.kind == "primary" else theme.quiet) for line in notes]
    for text, size, colour in [*small, *rows] if item.kind == "field" else [*rows, *small]:
        pen.shapes.append(Words(x, y, text, size, colour, item.is_on and size == sizes.text))
        y += pen.line_height(size)
    pen.targets.append(Target(item.key, rect, item.is_enabled))
    if item.key == pen.focus:
        pen.ring(rect, radius)


def _mark(pen: Pen, item: Item, rect: Rect) -> None:
    """An icon, a round mark for one of many, a square one for several."""
    sizes, theme, middle = pen.sizes, pen.theme, rect.y + rect.h // 2
    if item.icon:
        side = round(44 * sizes.scale)
        pen.shapes.append(Picture(Rect(rect.x + sizes.gap, middle - side // 2, side, side), item.icon))
        return
    half, edge = round(12 * sizes.scale), round(3 * sizes.scale)
    x = rect.x + sizes.gap + half
    if item.kind == "choice":
        pen.shapes += [Dot(x, middle, half, theme.edge), Dot(x, middle, half - edge, theme.card)]
        if item.is_on:
            pen.shapes.append(Dot(x, middle, half - 2 * edge, theme.chosen_edge))
    elif item.kind == "check":
        box = Rect(x - half, middle - half, 2 * half, 2 * half)
        pen.shapes.append(Box(box, theme.card, edge, theme.edge, edge))
        if item.is_on:
            pen.shapes.append(Box(box.grown(-2 * edge), theme.chosen_edge, 2))


DRAW = {
    Text: _text,
    Speech: _speech,
    Notice: _notice,
    Gauges: _gauges,
    Days: draw_days,
    Timeline: _timeline,
    Lanes: _lanes,
    Image: _image,
    Items: _items,
}
