"""One tip on one small page that can be printed: an HTML file on the device, with nothing about the person in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from game.device.files import DISK

STYLE = """@page{size:A5;margin:14mm}
body{font:16pt/1.5 "Atkinson Hyperlegible",Verdana,sans-serif;color:#3B2A33;background:#FFF;max-width:34em;margin:2em auto;padding:0 1em}
h1{font-size:22pt;margin:0 0 .6em}
.tip{border:3pt solid #1F4A47;border-radius:10pt;padding:.8em 1em;font-size:20pt}
dt{font-weight:bold;margin-top:.8em}
dd{margin:0;border-bottom:1pt solid #3B2A33;min-height:1.6em}
.small{font-size:12pt}
li{margin-bottom:.3em}
@media print{body{margin:0;padding:0}}"""


@dataclass(frozen=True)
class Page:
    """Every word of the page, in one language. lines: (label, what stands on the line; empty to be filled in by hand)."""

    language: str
    title: str
    tip: str
    lines: Sequence[tuple[str, str]]
    sources_label: str
    sources: Sequence[str]
    read_on: str
    foot: Sequence[str]
    file_name: str = ""  # of its own; "" for the tip


def html(page: Page) -> str:
    """A page that stands alone: no script, no picture, nothing to fetch."""
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in page.lines)
    listed = "".join(f"<li>{escape(source)}</li>" for source in page.sources)
    sources = f'<p class="small"><b>{escape(page.sources_label)}</b></p><ul class="small">{listed}</ul>' if listed else ""
    read_on = f"<p>{escape(page.read_on)}</p>" if page.read_on else ""
    foot = "".join(f'<p class="small">{escape(line)}</p>' for line in page.foot)
    return (
        f'<!doctype html>\n<html lang="{page.language}"><head><meta charset="utf-8"><title>{escape(page.title)}</title>\n'
        f"<style>{STYLE}</style></head>\n<body><h1>{escape(page.title)}</h1>\n"
        f'<p class="tip">{escape(page.tip)}</p>\n<dl>{rows}</dl>\n{read_on}{sources}{foot}</body></html>\n'
    )


def write_page(folder: Path, name: str, page: Page) -> Path:
    """Writes the page; a page with the same words is not written twice. Gives where it is. Raises DiskRefused."""
    data = html(page).encode()
    number = 1
    while (path := folder / f"{name}-{number}.html").exists():
        try:
            if path.read_bytes() == data:
                return path
        except OSError:
            pass  # another's file: leave it, take the next number
        number += 1
    DISK.write_whole(path, data)
    return path
