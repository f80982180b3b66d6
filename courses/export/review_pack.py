"""What a clinician signs: each statement with its source and place, in both languages, and boxes to tick; as a tagged PDF."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import typst

from courses import assemble, html, rule_sources
from courses.checks.sources import cited
from courses.export.answers import question
from courses.export.booklet import day
from courses.html import CITED
from courses.library import LANGUAGES, SOURCE, Files, Library
from courses.model.content import Item, Reference, Screen
from courses.model.rules import SiteRule
from courses.values import used

TEMPLATE = Path(__file__).with_name("review_pack.typ")
BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|tr|blockquote)>|<br>")
STATEMENT = re.compile(r"\n(?=\s*(?:[-*+]|\d+\.)\s)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement to check. place: file and line; texts: by language; sources: keys; follows_rule: it changes with the site's rule."""

    number: str
    place: str
    texts: dict[str, str]
    sources: tuple[str, ...]
    is_safety: bool
    follows_rule: bool


def claims(library: Library, module: str, rule: SiteRule) -> list[Claim]:
    """Every cited statement of the screens, then every item with its right and unsafe options; values set in."""
    sides = {language: library.of(module, language) for language in LANGUAGES}
    made = {language: assemble.module(library, files, rule) for language, files in sides.items() if files and files.text}
    screens = {language: module.screens for language, module in made.items() if module}
    items = {language: _items(files, rule) for language, files in sides.items() if files}
    source = sides[SOURCE]
    if source is None or source.text is None:
        return []
    found = list(_statements(source, source.text.screens, screens, rule))
    return [*found, *_decisions(source, items, len(found))]


def pdf(library: Library, modules: Sequence[str], rule: SiteRule, *, on: date, fonts: tuple[Path, ...] = ()) -> bytes:
    """One pack for several modules."""
    keys = {key for module in modules for claim in claims(library, module, rule) for key in claim.sources}
    book = {
        "rule": rule.name.get(SOURCE, rule.key),
        "on": day(on, SOURCE),
        "modules": [_module(library, module, rule) for module in modules],
        "sources": [_source(reference) for key, reference in library.structure.references.items() if key in keys],
    }
    inputs = {"pack": json.dumps(book)}
    return typst.compile(TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", font_paths=list(fonts), ignore_system_fonts=True)


def _statements(source: Files, raw: Sequence[Screen], shown: dict[str, tuple[Screen, ...]], rule: SiteRule) -> Iterator[Claim]:
    number = 0
    for screen in raw:
        for place, block in enumerate(screen.blocks):
            sides = {language: _pieces(_same(screens, screen.key, place)) for language, screens in shown.items()}
            for at, piece in enumerate(_pieces(block.markdown)):
                keys = rule_sources.named(tuple(dict.fromkeys(cited(piece))), rule)
                if not keys and block.kind != "safety":
                    continue
                number += 1
                line = block.line + block.markdown[: block.markdown.find(piece)].count("\n")
                texts = {language: _plain(pieces[at], language) if at < len(pieces) else "—" for language, pieces in sides.items()}
                yield Claim(f"{number}", f"{source.path}:{line}", texts, keys, block.kind == "safety", bool(used(piece)))


def _same(screens: tuple[Screen, ...], key: str, place: int) -> str:
    """The block at the same place of the same screen; empty when a language lacks it."""
    blocks = next((screen.blocks for screen in screens if screen.key == key), ())
    return blocks[place].markdown if place < len(blocks) else ""


def _pieces(markdown: str) -> list[str]:
    return [piece.strip() for piece in STATEMENT.split(markdown) if piece.strip()]


def _items(files: Files, rule: SiteRule) -> dict[str, Item]:
    values = rule.values(files.language)
    raws = files.items.items if files.items else ()
    return {raw.key: replace(assemble.item(raw, values), references=rule_sources.named(raw.references, rule)) for raw in raws}


def _decisions(source: Files, items: dict[str, dict[str, Item]], start: int) -> Iterator[Claim]:
    for number, item in enumerate(items.get(SOURCE, {}).values(), start + 1):
        if item.kind == "survey":
            continue
        texts = {language: _said(side[item.key]) if item.key in side else "—" for language, side in items.items()}
        place = f"{source.items.path if source.items else source.path}:{item.line}"
        yield Claim(f"{number}", place, texts, item.references, item.is_safety, bool(item.reading) or bool(item.only_when))


def _said(item: Item) -> str:
    signs = {"right": "✓", "unsafe": "!", "other": "–", "none": "·"}
    options = [f"{signs[option.verdict]} {option.text}{f' = {option.pair}' if option.pair else ''}" for option in item.options]
    answer = [f"= {item.answer:g} ± {item.tolerance:g} {item.unit}".strip()] if item.answer is not None else []
    return "\n".join([question(item), *options, *answer, *([f"→ {item.explanation}"] if item.explanation else [])])


def _plain(piece: str, language: str) -> str:
    text = BLOCK_END.sub(" ", html.render(CITED.sub("", piece), language=language))
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]+>", "", text))).strip()


def _module(library: Library, module: str, rule: SiteRule) -> dict[str, Any]:
    files = library.of(module, SOURCE)
    front = files.text.front if files and files.text else None
    return {
        "key": module,
        "title": front.text("title") if front else module,
        "version": front.text("version") if front else "",
        "authors": ", ".join(front.words("authors")) if front else "",
        "claims": [
            {
                "number": claim.number,
                "place": claim.place,
                "texts": [claim.texts.get(language, "—") for language in LANGUAGES],
                "sources": list(claim.sources),
                "is_safety": claim.is_safety,
                "follows_rule": claim.follows_rule,
            }
            for claim in claims(library, module, rule)
        ],
    }


def _source(reference: Reference) -> dict[str, str]:
    year = f", {reference.year}" if reference.year else ""
    return {"key": reference.key, "words": f"{reference.title}. {reference.organisation}{year}. {reference.address}"}
