"""A screen as one reads it aloud: its title, what is written, what can be chosen, and what the bar offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.screens.widgets import Block, Gauges, Items, Lanes, Notice, Screen, Speech, Text, Timeline


def spoken_text(screen: Screen) -> str:
    """A line each; empty lines fall away. A picture is said in its words, once: they are in the page too when captions are wished for."""
    is_written = any(isinstance(block, Text) and block.text == screen.alt for block in screen.blocks)
    pictured = "" if is_written else screen.alt
    bar = (item.label for item in screen.bar if item.is_enabled)
    parts = [screen.title, pictured, *_blocks(screen.blocks), *_blocks(screen.beside), *bar]
    return "\n".join(part.strip() for part in parts if part.strip())


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Text(text):
                yield text
            case Speech(text, speaker):
                yield f"{speaker}. {text}" if speaker else text
            case Notice():
                yield from (block.title, block.text, *block.points, block.more)
            case Items() if block.is_folded:
                yield block.head.label if block.head is not None else ""
            case Items(items):
                if block.shows_name or block.head is not None:
                    yield block.name
                yield from (". ".join(part for part in (item.label, item.note, item.value) if part) for item in items if item.is_enabled)
            case Gauges(rows):
                yield from (f"{label} : {word}" for label, word, _ in rows)
            case Timeline(moments):
                yield from (". ".join(part for part in (one.title, one.text, one.more) if part) for one in moments)
            case Lanes(heads, rows):
                yield from (f"{title}. {heads[0]} : {left}. {heads[1]} : {right or left}" for title, left, right in rows)
