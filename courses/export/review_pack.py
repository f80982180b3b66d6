"""What a clinician signs: every sentence a reader sees, with its source and place, both languages, boxes to tick; as a tagged PDF."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import typst

from courses.checks.pages.sources import cited_keys
from courses.export.answers import question
from courses.export.booklet import day
from courses.library import assembly
from courses.library.content_folder import LANGUAGES, SOURCE, Files, Library
from courses.library.module_file import ModuleFile
from courses.model.content import Block, Item, Option, Reference, Screen
from courses.model.rules import SiteRule
from courses.rules import rule_sources
from courses.text import safe_html
from courses.text.placeholders import names_in
from courses.text.safe_html import CITATION

TEMPLATE = Path(__file__).with_name("review_pack.typ")
ACCESS_WORDS = {
    "secondary": "de seconde main, ouvrir l’original / second hand, open the original",
    "to-verify": "non lue / not read",
}
BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|tr|blockquote)>|<br>")
NEW_LINE = "\n"
PICTURE = re.compile(r'<img[^>]*\balt="(?P<alt>[^"]*)"[^>]*>')
STATEMENT = re.compile(r"\n(?=\s*(?:[-*+]|\d+\.)\s)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement to check, in the words readers see.

    place: file and line; texts: by language; sources: keys, none where it names no source; follows_rule: it changes with the site's rule.
    """

    number: str
    place: str
    texts: Mapping[str, str]
    sources: tuple[str, ...]
    is_safety: bool
    follows_rule: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one title of the pack."""

    title: str
    claims: Sequence[Claim]


def claims(library: Library, module: str, rule: SiteRule) -> list[Claim]:
    """Every sentence of a module that a reader sees, in both languages, with the site's values: titles, screens, simple versions, and items
    with their hints, feedback and explanations. What names no source comes first."""
    sides = {language: files for language in LANGUAGES if (files := library.of(module, language)) is not None}
    source = sides.get(SOURCE)
    if source is None or source.text is None:
        return []
    sides_or_none = {language: assembly.module(library, files, rule) for language, files in sides.items() if files.text}
    modules = {language: side for language, side in sides_or_none.items() if side is not None}
    front = source.text.front
    statements = [
        _claim(f"{source.path}:{front.line(key)}", {language: getattr(one, key) for language, one in modules.items()})
        for key in ("title", "summary")
    ]
    statements += _statements(source.text, {language: one.screens for language, one in modules.items()}, rule)
    if any(one.simple for one in modules.values()):
        raw = source.simple or source.text
        statements += _statements(raw, {language: one.simple for language, one in modules.items()}, rule)
    return with_numbers([*statements, *_decisions(sides, rule)])


def with_numbers(claims: Iterable[Claim]) -> list[Claim]:
    """What names no source first, then the rest, both in the order of the files."""
    in_order = sorted(claims, key=lambda claim: bool(claim.sources))
    return [replace(claim, number=f"{number}") for number, claim in enumerate(in_order, 1)]


def pdf(
    library: Library, modules: Sequence[str], rule: SiteRule, *, on: date, parts: Sequence[Part] = (), fonts: tuple[Path, ...] = ()
) -> bytes:
    """One pack for several modules; parts: what else to check, such as the game's words and the triage register."""
    all_parts = [*(_part(library, module, rule) for module in modules), *parts]
    keys = {key for part in all_parts for claim in part.claims for key in claim.sources}
    book = {
        "rule": rule.name.get(SOURCE, rule.key),
        "on": day(on, SOURCE),
        "modules": [{"title": part.title, "claims": [_row(claim) for claim in part.claims]} for part in all_parts],
        "sources": [_source(reference) for key, reference in library.structure.references.items() if key in keys],
    }
    inputs = {"pack": json.dumps(book)}
    return typst.compile(TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards="ua-1", font_paths=list(fonts), ignore_system_fonts=True)


def _claim(place: str, texts: Mapping[str, str], sources: tuple[str, ...] = (), *, is_safety: bool = False, is_rule: bool = False) -> Claim:
    return Claim("", place, texts, sources, is_safety, is_rule)


def _statements(file: ModuleFile, screens_of: Mapping[str, Sequence[Screen]], rule: SiteRule) -> Iterator[Claim]:
    """Screen by screen and block by block, the languages side by side; what one language has more of is not lost.

    file: as it was written in the source language, for lines and values.
    """
    raw = {screen.key: screen for screen in file.screens}
    sides = {language: {screen.key: screen for screen in screens} for language, screens in screens_of.items()}
    for key in dict.fromkeys([*raw, *(key for side in sides.values() for key in side)]):
        here = {language: side[key] for language, side in sides.items() if key in side}
        line = raw[key].line if key in raw else 1
        yield _claim(f"{file.path}:{line}", {language: screen.title for language, screen in here.items()})
        blocks = {language: screen.blocks for language, screen in here.items()}
        for place in range(max(map(len, blocks.values()), default=0)):
            raw_block = raw[key].blocks[place] if key in raw and place < len(raw[key].blocks) else None
            side = {language: row[place] for language, row in blocks.items() if place < len(row)}
            yield from _block(file.path, raw_block, side, line)


def _block(path: str, raw_block: Block | None, block_of: Mapping[str, Block], line: int) -> Iterator[Claim]:
    pieces = {language: _pieces(block.markdown) for language, block in block_of.items()}
    raw = _pieces(raw_block.markdown) if raw_block else []
    for at in range(max(map(len, pieces.values()), default=0)):
        texts = {language: _plain(texts_of_block[at], language) for language, texts_of_block in pieces.items() if at < len(texts_of_block)}
        first = next(texts_of_block[at] for texts_of_block in pieces.values() if at < len(texts_of_block))
        keys = dict.fromkeys(cited_keys(first))
        place, is_rule = f"{path}:{line}", False
        if raw_block is not None and at < len(raw):
            place = f"{path}:{raw_block.line + raw_block.markdown[: raw_block.markdown.find(raw[at])].count(NEW_LINE)}"
            is_rule = bool(names_in(raw[at]))
        yield _claim(place, texts, tuple(keys), is_safety=any(block.kind == "safety" for block in block_of.values()), is_rule=is_rule)


def _pieces(markdown: str) -> list[str]:
    return [piece.strip() for piece in STATEMENT.split(markdown) if piece.strip()]


def _items(files: Files, rule: SiteRule) -> dict[str, Item]:
    values = rule.values(files.language)
    raws = files.items.items if files.items else ()
    return {
        raw.key: replace(assembly.item(raw, values, files.entry.audience), references=rule_sources.source_keys(raw.references, rule))
        for raw in raws
    }


def _decisions(sides: Mapping[str, Files], rule: SiteRule) -> Iterator[Claim]:
    """Every item, surveys too: what one language has more of comes last."""
    items = {language: _items(files, rule) for language, files in sides.items()}
    for key in dict.fromkeys(key for side in (items[SOURCE], *items.values()) for key in side):
        here = {language: side[key] for language, side in items.items() if key in side}
        language, item = next(iter(here.items()))
        file = sides[language].items
        place = f"{file.path if file else sides[language].path}:{item.line}"
        texts = {language: _item_text(one) for language, one in here.items()}
        is_rule = bool(item.reading) or bool(item.only_when)
        yield _claim(place, texts, item.references, is_safety=item.is_safety, is_rule=is_rule)


def _item_text(item: Item) -> str:
    """All that a learner may read of it: the question, the hint, each option with what is said of it, the answer and why."""
    signs = {"right": "✓", "unsafe": "!", "other": "–", "possible": "○", "none": "·"}
    lines = [question(item), *([f"? {item.hint}"] if item.hint else [])]
    for option in item.options:
        lines.append(f"{signs[option.verdict]} {option.text}{f' = {option.pair}' if option.pair else ''}{_urgency(option)}")
        lines += [f"  > {option.feedback}"] if option.feedback else []
    lines += [f"{gap.key} ✓ {gap.choices[0]}" for gap in item.gaps]
    if item.answer is not None:
        spread = f" ± {item.tolerance:g}" if item.tolerance else ""
        lines.append(f"= {item.answer:g}{spread} {item.unit}".strip())
    lines += [f"→ {item.explanation}"] if item.explanation else []
    lines += [f"[{', '.join(sorted(item.triage_rows))}]"] if item.triage_rows else []
    return "\n".join(lines)


def _urgency(option: Option) -> str:
    """What the author typed for the clinician to check; no learner sees it."""
    return f" [{option.urgency}]" if option.urgency else ""


def _plain(piece: str, language: str) -> str:
    """The words of a piece; of a picture, those that stand for it. An address given to `render` keeps the pictures in."""
    text = BLOCK_END.sub(" ", safe_html.render(CITATION.sub("", piece), language=language, resolve=lambda address: address))
    text = PICTURE.sub(r" \g<alt> ", text)
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]+>", "", text))).strip()


def _part(library: Library, module: str, rule: SiteRule) -> Part:
    files = library.of(module, SOURCE)
    if files is None or files.text is None:
        return Part(module, ())
    front = files.text.front
    title = f"{front.text('title')} ({module}, version {front.text('version')}, auteurs\u00a0: {', '.join(front.words('authors'))})"
    return Part(title, claims(library, module, rule))


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "number": claim.number,
        "place": claim.place,
        "texts": [claim.texts.get(language) or "—" for language in LANGUAGES],
        "sources": list(claim.sources),
        "is_safety": claim.is_safety,
        "follows_rule": claim.follows_rule,
    }


def _source(reference: Reference) -> dict[str, str]:
    year = f", {reference.year}" if reference.year else ""
    access = f" — {ACCESS_WORDS[reference.seen]}" if reference.seen in ACCESS_WORDS else ""
    return {"key": reference.key, "words": f"{reference.title}. {reference.organisation}{year}. {reference.address}{access}"}
