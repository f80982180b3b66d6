"""A screen as a piece of a page: headings, named groups, pictures with words, buttons that say their key. No script and no style.

Every word is escaped. The classes are those of the site's own pages, so that a page shows a screen as it shows everything else. What can be
pressed carries what its way asks for (game.screens.ways), a field `data-field` with the key of its item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from html import escape
from itertools import groupby

from game.screens.ways import Presses
from game.screens.widgets import Block, Days, Gauges, Image, Item, Items, Lanes, Notice, Screen, Speech, Text, Timeline, TimelineDay

IDS = re.compile(r'\bid="([\w-]+)"')
TONES = {"good": " good", "care": " care", "idea": " idea"}
QUESTIONS = ("call", "situation")
"""Screens on which something is asked: on a phone their picture leaves more room for it."""
LEVELS = 3
"""Dots of a gauge."""
LISTS = {"fact": "facts", "point": "points"}
"""Kinds of text that are one of several -> the list's class."""
FOLDS = "acts"
"""Class of parts of a page of which one is open at a time, and their name."""


def render(screen: Screen, *, rooms: str = "", ways: Presses | None = None, first: str = "") -> str:
    """The whole screen but its caption and its quiet sign, which belong into a part of the page that is spoken when it changes.

    rooms: what the tabs are, in words. ways: how a press travels. first: HTML that stands under the title. Every key of an item stands in
    it once.
    """
    page = _Page(ways or Presses())
    parts = [page.head(screen), first]
    if screen.banner:
        parts.insert(0, f'<p class="small">{escape(screen.banner)}</p>')
    if screen.tabs:
        tabs = "".join(page.tab(item) for item in screen.tabs)
        parts.append(f'<div class="actions rooms" role="group" aria-label="{escape(rooms or screen.title)}">{tabs}</div>')
    picture = page.picture(screen.picture, screen.alt)
    left = [f'<div class="scene">{picture}</div>' if picture and not screen.is_wide else "", page.blocks(screen.beside)]
    room = " asked" if screen.name in QUESTIONS else ""
    aside = f'<div class="flow{room}">{"".join(left)}</div>' if any(left) else ""
    right = f'<div class="flow">{page.blocks(screen.blocks)}</div>'
    parts.append(f'<div class="duo flow">{aside}{right}</div>' if aside else right)
    corner = "".join(page.button(item) for item in screen.corner)
    bar = "".join(page.button(item, " onward" if item.kind == "primary" else "") for item in page.ways.bar(screen.bar))
    parts += [f'<div class="bar-call">{bar}</div>'] if bar else []
    parts += [f'<div class="actions corner">{corner}</div>'] if corner else []
    return "".join(parts)


class _Page:
    """One page being written: its pictures are counted, so that no two parts of it have one id."""

    def __init__(self, ways: Presses) -> None:
        self.ways = ways
        self._pictures = self._groups = 0

    def head(self, screen: Screen) -> str:
        days = f'<span class="sub">{escape(_here(screen.steps))}</span>{_steps(screen.steps)}' if screen.steps else ""
        if not screen.title:
            return f'<div class="progress">{days}</div>' if days else ""
        return f'<div class="progress"><h1 tabindex="-1">{escape(screen.title)}</h1>{days}</div>'

    def picture(self, svg: str, alt: str = "") -> str:
        """An own drawing; what is none is left out. Without words it is hidden from those who listen."""
        if not svg.startswith("<svg"):
            return ""
        self._pictures += 1
        return _one_of_several(svg, f"p{self._pictures}-", alt)

    def blocks(self, blocks: Iterable[Block]) -> str:
        """One after the other; facts that follow each other are one list, and so are points; folds are opened one at a time."""
        parts = []
        for look, some in groupby(blocks, key=_list_of):
            rows = list(some)
            if look == FOLDS:
                parts.append(f'<div class="{look}">{"".join(self.block(one) for one in rows)}</div>')
            elif look:
                points = "".join(f"<li><span>{_lines(one.text)}</span></li>" for one in rows if isinstance(one, Text))
                parts.append(f'<ul class="{look}">{points}</ul>')
            else:
                parts += [self.block(one) for one in rows]
        return "".join(parts)

    def block(self, block: Block) -> str:
        return _BLOCKS[type(block)](self, block)

    def tab(self, item: Item) -> str:
        pressed = "true" if item.is_on else "false"
        return f'<button class="button quiet" aria-pressed="{pressed}" {self.ways.button(item)}>{escape(item.label)}</button>'

    def button(self, item: Item, more: str = "") -> str:
        """One that waits for a choice stays pressable, so that it can say so; one that has nothing to do now does not."""
        if item.kind == "undo":
            return f'<button class="linkish undo" {self.ways.undo(item)}>{escape(item.label)}</button>'
        look = {"primary": "", "call": " call"}.get(item.kind, " quiet") + self.ways.style(item)
        icon, note = self.picture(item.icon), f'<small class="cost">{escape(item.note)}</small>' if item.note else ""
        words, address = f"{icon}<span>{escape(item.label)}{note}</span>", self.ways.address(item)
        if address:
            return f'<a class="button{look}{more}" href="{escape(address)}">{words}</a>'
        return f'<button class="button{look}{more}" {self.ways.button(item)}>{words}</button>'

    def text(self, block: Text) -> str:
        words = _lines(block.text)
        if block.kind == "cover":
            return f'<h1 tabindex="-1">{words}</h1>'
        if block.level:
            return f"<h{block.level}>{words}</h{block.level}>"
        look = {"lead": ' class="lead"', "quiet": ' class="small"', "title": ' class="lead"'}.get(block.kind, "")
        return f"<p{look}>{f'<strong>{words}</strong>' if block.kind in ('label', 'title') else words}</p>"

    def speech(self, block: Speech) -> str:
        who = f"<b>{escape(block.speaker)}</b> " if block.speaker else ""
        said, face = f'<p class="says">{who}{_lines(block.text)}</p>', self.picture(block.face)
        return f'<div class="talk">{face}{said}</div>' if face else said

    def notice(self, block: Notice) -> str:
        icon = self.picture(block.icon)
        title = f"<h2>{icon}{escape(block.title)}</h2>" if block.title else icon
        points = "".join(f"<li>{escape(words)}</li>" for words in block.points)
        points = f'<ul class="points">{points}</ul>' if points else ""
        rest = (f"<p>{_lines(block.text)}</p>" if block.text else "") + points + self.reason(block)
        return f'<div class="callout{TONES.get(block.tone, "")}">{title}{rest}</div>'

    def reason(self, block: Notice | TimelineDay) -> str:
        """Why, with its sources in a fold where the way of presses has words for one."""
        if not block.more or not self.ways.why:
            return f'<p class="small">{_lines(block.more)}</p>' if block.more else ""
        sources = "".join(f'<p class="small">{escape(words)}</p>' for words in self.ways.references(block.sources))
        return f"<details><summary>{escape(self.ways.why)}</summary><p>{_lines(block.more)}</p>{sources}</details>"

    def gauges(self, block: Gauges) -> str:
        rows = (f"<div><dt>{escape(label)}</dt><dd>{escape(word)}{_dots(level)}</dd></div>" for label, word, level in block.rows)
        return f'<dl class="gauges{" large" if block.is_large else ""}">{"".join(rows)}</dl>'

    def days(self, block: Days) -> str:
        return f'<div class="progress"><span class="sub">{escape(_here(block.days))}</span>{_steps(block.days)}</div>'

    def timeline(self, block: Timeline) -> str:
        rows = []
        for one in block.moments:
            text = f"<p>{_lines(one.text)}</p>" if one.text else ""
            look = ' class="key"' if one.is_key else ""
            rows.append(f"<li{look}>{self.picture(one.mark)}<div><h2>{escape(one.title)}</h2>{text}{self.reason(one)}</div></li>")
        return f'<ol class="thread">{"".join(rows)}</ol>'

    def lanes(self, block: Lanes) -> str:
        """A list of two a day: one after the other on a phone, side by side where there is room."""
        rows = []
        for title, left, right in block.rows:
            pair = zip(block.heads, (left, right), strict=True)
            sides = "".join(f"<dt>{escape(head)}</dt><dd>{_lines(words)}</dd>" for head, words in pair)
            rows.append(f"<h2>{escape(title)}</h2>" + (f'<dl class="lanes">{sides}</dl>' if right else f"<p>{_lines(left)}</p>"))
        return f'<div class="flow">{"".join(rows)}</div>'

    def image(self, block: Image) -> str:
        return f"<figure>{self.picture(block.svg, block.alt)}</figure>"

    def items(self, block: Items) -> str:
        if block.head is not None:
            return self._fold(block, block.head)
        if block.takes == "none":
            return self._things_to_do(block)
        self._groups += 1
        beside = " scale" if block.columns > 2 else " two" if block.columns > 1 or block.may_pair else ""
        look = (" faces" if block.pictures else "") + beside
        legend = f'<legend class="{"leg" if block.shows_name else "hide"}">{escape(block.name)}</legend>' if block.name else ""
        rows, before = [], ""
        for number, (_, some) in enumerate(groupby(block.items, key=_question)):
            choices = list(some)
            rows.append(self._choices(choices, before if number % 2 else ""))
            before = choices[-1].label
        return f'<fieldset class="choices{look}">{legend}{"".join(rows)}</fieldset>'

    def _fold(self, block: Items, head: Item) -> str:
        is_open = " open" if head.is_on else ""
        icon = self.picture(head.icon) if self.ways.has_icons else ""
        summary = f"<summary{self.ways.fold(head)}>{icon}<span>{escape(head.label)}</span></summary>"
        return f'<details name="{FOLDS}"{is_open}>{summary}{self.items(replace(block, head=None))}</details>'

    def _choices(self, items: list[Item], inside: str) -> str:
        """Items whose keys begin alike answer one question; those inside of another's are a group named by what they follow."""
        name = f"g{self._groups}-{_question(items[0])}"
        choices = "".join(self._choice(item, name) for item in items)
        return f'<div class="choices within" role="group" aria-label="{escape(inside)}">{choices}</div>' if inside else choices

    def _choice(self, item: Item, name: str) -> str:
        kind = "checkbox" if item.kind == "check" else "radio"
        state = (" checked" if item.is_on else "") + ("" if item.is_enabled else " disabled")
        note = f'<small class="cost">{escape(item.note)}</small>' if item.note else ""
        return (
            f'<label class="choice"><input type="{kind}"{state} {self.ways.choice(item, name)}>'
            f"<span>{self.picture(item.icon) if self.ways.has_icons else ''}<b>{escape(item.label)}</b>{note}</span></label>"
        )

    def _things_to_do(self, block: Items) -> str:
        parts = [self._field(item) if item.kind == "field" else self.button(item) for item in block.items]
        look = "flow" if any(item.kind == "field" for item in block.items) else "actions"
        if not block.name:
            return f'<div class="{look}">{"".join(parts)}</div>'
        shown = f"<h2>{escape(block.name)}</h2>" if block.shows_name else ""
        return f'{shown}<div class="{look}" role="group" aria-label="{escape(block.name)}">{"".join(parts)}</div>'

    def _field(self, item: Item) -> str:
        key = escape(item.key)
        return (
            f'<div class="field"><label for="{key}">{escape(item.label)}</label>'
            f'<input id="{key}" data-field="{key}" value="{escape(item.value)}" autocomplete="off" spellcheck="false"></div>'
        )


@lru_cache(maxsize=64)
def _one_of_several(svg: str, mark: str, alt: str) -> str:
    """A picture whose parts are named apart from those of the page's other pictures. Faces and badges come again on every page."""
    svg = IDS.sub(rf'id="{mark}\1"', svg).replace("url(#", f"url(#{mark}").replace('href="#', f'href="#{mark}')
    return svg.replace('aria-hidden="true"', f'role="img" aria-label="{escape(alt)}"', 1) if alt else svg


def _list_of(block: Block) -> str:
    """Class of the list that a block is a part of; empty for one that stands alone."""
    if isinstance(block, Items):
        return FOLDS if block.head is not None else ""
    return LISTS.get(block.kind, "") if isinstance(block, Text) else ""


def _question(item: Item) -> str:
    return item.key.partition(":")[0]


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _here(days: Iterable[tuple[str, str]]) -> str:
    return next((label for label, state in days if state == "here"), "")


def _steps(days: Iterable[tuple[str, str]]) -> str:
    rows = ("<li></li>" if state == "next" else f'<li class="{escape(state)}"></li>' for _, state in days)
    return f'<ol class="steps" aria-hidden="true">{"".join(rows)}</ol>'


def _dots(level: int) -> str:
    marks = "".join('<i class="on"></i>' if number < level else "<i></i>" for number in range(LEVELS if level else 0))
    return f'<span class="dots" aria-hidden="true">{marks}</span>'


_BLOCKS: dict[type, Callable[[_Page, object], str]] = {
    Text: _Page.text,  # type: ignore[dict-item]  # each kind of block has its own method
    Speech: _Page.speech,  # type: ignore[dict-item]
    Notice: _Page.notice,  # type: ignore[dict-item]
    Gauges: _Page.gauges,  # type: ignore[dict-item]
    Days: _Page.days,  # type: ignore[dict-item]
    Timeline: _Page.timeline,  # type: ignore[dict-item]
    Lanes: _Page.lanes,  # type: ignore[dict-item]
    Image: _Page.image,  # type: ignore[dict-item]
    Items: _Page.items,  # type: ignore[dict-item]
}
