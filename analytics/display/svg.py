"""Small charts as SVG text: x and width in %, y and height in em and no viewBox, so that words keep their size at 360 px and at 400 %.

Every function gives one whole <svg> with role=img; words come in ready, in one language, and are escaped here.
Shapes use the classes `bar`, `track`, `dim` of the pages' style sheet; lines use currentColor, so they follow the theme.
"""

import textwrap
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

DASHES = ("", "7 4", "2 4", "10 3 2 3")
"""One dash a series: series are told apart without colour."""

_HATCH = 5
_FITS = 34


class Bar(NamedTuple):
    """One row. share: 0-100, or None when hidden; text: what stands at its right end."""

    label: str
    share: float | None
    text: str


class Part(NamedTuple):
    """One part of a stacked row. look: full, hatch or empty; share: 0-100, or None when hidden."""

    look: str
    share: float | None


class Stack(NamedTuple):
    """One stacked row with its parts, first at the left; text: the figures in words, under the row."""

    label: str
    parts: tuple[Part, ...]
    text: str


class Dot(NamedTuple):
    """One mark. x: 0-100; y: in the axis's own unit; text: the short word beside it."""

    x: float
    y: float
    text: str


class Line(NamedTuple):
    """One series. points: (x, y) in the axes' own units, x rising."""

    label: str
    points: tuple[tuple[float, float], ...]


class Followed(NamedTuple):
    """How many learners were still followed. word: what the row is called; marks: (x, number as printed)."""

    word: str
    marks: tuple[tuple[float, str], ...]


NOBODY = Followed("", ())
ROOM = 20.0
"""Percent of the width that a number of learners needs on a small phone."""


def _open(height: float, words: str) -> str:
    return f'<svg class="chart" role="img" aria-label="{escape(words)}" width="100%" height="{_em(height)}">'


def _em(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "em"


def _pc(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def _text(x: str, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x}" y="{_em(y)}"{more}>{escape(words)}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float, more: str = "") -> str:
    return f'<line x1="{_pc(x1)}" y1="{_em(y1)}" x2="{_pc(x2)}" y2="{_em(y2)}" stroke="currentColor"{more}/>'


def bars(rows: Sequence[Bar], words: str) -> str:
    """Horizontal bars on a 0-100 axis, the label above each bar; a long label takes lines of its own."""
    y, out = 0.0, []
    for row in rows:
        lines = textwrap.wrap(row.label, _FITS, break_long_words=False) or [""]
        if len(lines[-1]) + len(row.text) >= _FITS:
            lines.append("")
        out += [_text("0", y + 1 + 1.4 * place, part) for place, part in enumerate(lines) if part]
        y += 1.4 * (len(lines) - 1)
        out.append(_text("100%", y + 1, row.text, ' class="dim" text-anchor="end"'))
        out.append(f'<rect class="track" x="0" y="{_em(y + 1.5)}" width="100%" height="1em" rx="3"/>')
        if row.share:
            out.append(f'<rect class="bar" x="0" y="{_em(y + 1.5)}" width="{_pc(min(row.share, 100))}" height="1em" rx="3"/>')
        y += 3.5
    return _open(y or 1, words) + "".join(out) + "</svg>"


def stacked_bars(rows: Sequence[Stack], legend: Sequence[tuple[str, str]], words: str) -> str:
    """Rows cut into parts of 100: full, hatched, empty. legend: (look, word). A row with a hidden part has words only."""
    y = 0.0
    out = []
    for look, word in legend:
        out.append(_swatch(0, y, 4, look, "2em"))
        out.append(f'<text x="2.75em" y="{_em(y + 0.9)}">{escape(word)}</text>')
        y += 1.75
    for row in rows:
        y, label = _lines(row.label, y + 0.5)
        out.append(label)
        if all(part.share is not None for part in row.parts):
            x = 0.0
            for part in row.parts:
                out.append(_swatch(x, y + 0.4, part.share or 0.0, part.look) if part.share else "")
                x += part.share or 0.0
            y += 1.5
        y, text = _lines(row.text, y, ' class="dim"')
        out.append(text)
        y += 0.75
    return _open(y or 1, words) + "".join(out) + "</svg>"


def _lines(words: str, y: float, more: str = "") -> tuple[float, str]:
    """Words broken so that they fit a small phone; gives where they end."""
    parts = textwrap.wrap(words, _FITS, break_long_words=False) or [""]
    return y + 1.4 * len(parts), "".join(_text("0", y + 1.1 + 1.4 * place, part, more) for place, part in enumerate(parts))


def _swatch(x: float, y: float, width: float, look: str, fixed: str | None = None) -> str:
    """A piece of a row; hatching is drawn as lines of its own, so that no id is needed on the page."""
    place = f'x="{_pc(x)}" y="{_em(y)}" width="{fixed or _pc(width)}" height="1em"'
    if look == "full":
        return f'<rect class="bar" {place}/>'
    box = f'<rect fill="none" {place} stroke="currentColor"/>'
    if look == "empty":
        return box
    levels = [_em((step + 0.5) / _HATCH) for step in range(_HATCH)]
    lines = "".join(f'<line x1="0" x2="100%" y1="{y}" y2="{y}" stroke="currentColor" stroke-width="2"/>' for y in levels)
    return box + f"<svg {place}>{lines}</svg>"


def scatter(
    dots: Sequence[Dot], x_word: str, y_word: str, words: str, number: Callable[[float], str], *, low: float = -0.2, high: float = 1.0
) -> str:
    """Points on a 0-100 x axis and a `low`-`high` y axis. A point stays where it is; its word moves when another is in the way.

    number: a y value in the reader's notation.
    """
    tall, top = 18.0, 3.5
    out = [_open(tall + top + 2, words), _text("0", 1, y_word, ' class="dim"')]

    def height(y: float) -> float:
        return top + tall * (high - max(low, min(high, y))) / (high - low)

    for step in range(4):
        y = low + (high - low) * step / 3
        out.append(_rule(0, height(y), 100, height(y), ' stroke-opacity="0.3"'))
        out.append(_text("0", height(y) - 0.25, number(y), ' class="dim"'))
    labels: list[tuple[float, float]] = []
    for dot in dots:
        x, y = 12 + 82 * dot.x / 100, height(dot.y)
        out.append(f'<circle class="bar" cx="{_pc(x)}" cy="{_em(y)}" r="0.35em"/>')
        while any(abs(x - other) < 8 and abs(y - level) < 1.1 for other, level in labels):
            y += 1.1
        labels.append((x, y))
        out.append(_text(_pc(x + 2), y + 0.35, dot.text))
    for x, mark, anchor in ((12, "0", "middle"), (53, x_word, "middle"), (94, "100", "middle")):
        out.append(_text(_pc(x), top + tall + 1.5, mark, f' class="dim" text-anchor="{anchor}"'))
    return "".join(out) + "</svg>"


def steps(
    series: Sequence[Line], x_word: str, words: str, *, wide: float, bands: Sequence[tuple[float, float, float]], followed: Followed
) -> str:
    """Step curves of a share 0-100 over 0 to `wide` on the x axis, one dash a series, the names above.

    bands: (x, low, high) of the interval from x to the next, in the order of x.
    """
    return _curves(series, x_word, words, wide=wide, high=100.0, is_step=True, bands=bands, followed=followed)


def lines(series: Sequence[Line], x_word: str, words: str, *, wide: float, high: float) -> str:
    """Straight lines between points, y from 0 to `high`, one dash a series, the names above."""
    return _curves(series, x_word, words, wide=wide, high=high, is_step=False)


def _curves(
    series: Sequence[Line],
    x_word: str,
    words: str,
    *,
    wide: float,
    high: float,
    is_step: bool,
    bands: Sequence[tuple[float, float, float]] = (),
    followed: Followed = NOBODY,
) -> str:
    top, tall = 1.75 * len(series) + 1.5, 14.0
    wide, high = wide or 1.0, high or 1.0
    bottom = top + tall
    out = [_open(bottom + (6 if followed.marks else 3.5), words)]
    for (x, low, most), (next_x, _, _) in pairwise(bands):
        place = f'x="{_pc(100 * x / wide)}" width="{_pc(100 * (next_x - x) / wide)}"'
        out.append(f'<rect class="track" {place} y="{_em(top + tall * (1 - most / high))}" height="{_em(tall * (most - low) / high)}"/>')
    for share in (0, 0.5, 1):
        y = top + tall * (1 - share)
        out.append(_rule(0, y, 100, y, ' stroke-opacity="0.3"'))
        out.append(_text("0", y - 0.25, f"{high * share:g}", ' class="dim"'))
    for number, line in enumerate(series):
        out += _curve(line, number, top, tall, wide, high, is_step=is_step)
    for share, anchor in (
        ((0.0, "start"), (1 / 3, "middle"), (2 / 3, "middle"), (1.0, "end")) if is_step else ((0.0, "start"), (1.0, "end"))
    ):
        out.append(_text(_pc(100 * share), bottom + 1.4, f"{wide * share:g}", f' class="dim" text-anchor="{anchor}"'))
    out.append(_text("50%", bottom + 2.9, x_word, ' class="dim" text-anchor="middle"'))
    return "".join([*out, *_followed(followed, bottom + 4.2, wide)]) + "</svg>"


def _curve(line: Line, number: int, top: float, tall: float, wide: float, high: float, *, is_step: bool) -> list[str]:
    dash = f' stroke-width="2.5" stroke-dasharray="{DASHES[number % len(DASHES)]}"'
    out = [_rule(0, number * 1.75 + 0.5, 9, number * 1.75 + 0.5, dash), _text("11%", number * 1.75 + 0.9, line.label)]
    places = [(100 * x / wide, top + tall * (1 - y / high)) for x, y in line.points]
    for (x1, y1), (x2, y2) in pairwise(places):
        if is_step:
            out += [_rule(x1, y1, x2, y1, dash), _rule(x2, y1, x2, y2, dash)]
        else:
            out.append(_rule(x1, y1, x2, y2, dash))
    for x, y in places if not is_step else ():
        out.append(f'<circle class="bar" cx="{_pc(x)}" cy="{_em(y)}" r="0.3em"/>')
    return out


def _followed(followed: Followed, y: float, wide: float) -> list[str]:
    """How many were still followed, under the hours; a number that would touch the one before is left to the table."""
    out, last = [_text("0", y, followed.word, ' class="dim"')] if followed.marks else [], -100.0
    for x, text in followed.marks:
        place = 100 * x / wide
        if place - last >= ROOM:
            out.append(
                _text(
                    _pc(min(place, 100.0)), y + 1.4, text, f' text-anchor="{"start" if place < 1 else "end" if place > 94 else "middle"}"'
                )
            )
            last = place
    return out
