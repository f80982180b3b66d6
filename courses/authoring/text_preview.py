"""A file as its readers would see it, before anybody saves it: the same Markdown, the same cleaning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from courses.authoring.text_files import Piece
from courses.game import situations
from courses.items import syntax
from courses.library import module_file
from courses.model.content import Item
from courses.text import front_matter, safe_html
from courses.text.placeholders import substitute
from courses.text.safe_html import Resolve
from courses.text.typography import typeset

MARKS = {"right": "ok", "unsafe": "warn", "other": "other", "none": ""}


@dataclass(frozen=True, slots=True)
class Part:
    """One screen, item or choice. html is clean; lines: (mark, words, feedback) as plain text."""

    title: str
    html: str = ""
    lines: tuple[tuple[str, str, str], ...] = ()


def parts(piece: Piece, text: str, values: Mapping[str, str], resolve: Resolve | None = None) -> list[Part]:
    """Raises ContentUnreadable when the front matter cannot be read."""
    text = text.encode("utf-8", "replace").decode()
    if piece.kind == "items":
        return [_item(item, values) for item in syntax.parse(piece.path, piece.language, piece.key, text).items]
    front = front_matter.split(text, piece.path)
    if piece.kind == "situation":
        return _situation(front, values, piece.language)
    file = module_file.parse(piece.path, piece.language, front)
    return [
        Part(
            typeset(substitute(screen.title, values), piece.language),
            safe_html.render_screen(screen, piece.language, values, resolve=resolve),
        )
        for screen in file.screens
    ]


def part_of_item(item: Item, values: Mapping[str, str]) -> Part:
    """One question as its readers would see it."""
    return _item(item if item.gaps or item.kind != "cloze" else replace(item, gaps=syntax.gaps(item.question)), values)


def _item(item: Item, values: Mapping[str, str]) -> Part:
    def set_words(words: str) -> str:
        return typeset(substitute(words, values), item.language)

    lines = tuple(
        (MARKS[one.verdict], set_words(one.text) + (f" → {set_words(one.pair)}" if one.pair else ""), set_words(one.feedback))
        for one in item.options
    )
    gaps = tuple(("ok", set_words(" / ".join(gap.choices)), "") for gap in item.gaps)
    return Part(item.key, safe_html.render(item.question, values, item.language), (*lines, *gaps))


def _situation(front: front_matter.FrontMatter, values: Mapping[str, str], language: str) -> list[Part]:
    choices = front.values.get("choices")
    safe = {key for key, one in choices.items() if isinstance(one, Mapping) and one.get("safe")} if isinstance(choices, Mapping) else set()
    parts = []
    for key, part in situations.parts_of(front).items():
        words = {kind: typeset(substitute(text, values), language) for kind, (text, _) in part.texts.items()}
        if not key:
            rows = tuple(("", words[kind], "") for kind in ("text", "vague", "hint", "why", "tip") if kind in words)
            parts.append(Part(typeset(front.text("title"), language), "", rows))
        else:
            mark = ("ok" if key in safe else "other") if safe and not key.startswith(situations.QUESTION) else ""
            later = f" {words['later']}" if "later" in words else ""
            row = (mark, words.get("label", ""), words.get("feedback", "") + later)
            parts.append(Part(key.removeprefix(situations.QUESTION), "", (row,)))
    return parts
