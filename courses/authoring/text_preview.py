"""A file as its readers would see it, before anybody saves it: the same Markdown, the same cleaning; each part with its sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from courses.authoring.text_files import Piece
from courses.checks.pages.sources import cited_keys
from courses.game import situations
from courses.items import syntax
from courses.library import module_file
from courses.model.content import Item, Screen
from courses.text import front_matter, safe_html
from courses.text.placeholders import substitute
from courses.text.safe_html import Resolve
from courses.text.typography import typeset

MARKS = {"right": "ok", "unsafe": "warn", "other": "other", "none": ""}


@dataclass(frozen=True, slots=True)
class Part:
    """One screen, item or choice. html is clean; lines: (mark, words, feedback) as plain text.

    notes: (`answer`, `hint` or `explanation`, words) of an item. sources: keys, in the order in which they are cited.
    """

    title: str
    html: str = ""
    lines: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()


def parts(piece: Piece, text: str, values: Mapping[str, str], resolve: Resolve | None = None) -> list[Part]:
    """A citation of a screen is its number among `cited` of these parts. Raises ContentUnreadable when the head cannot be read."""
    text = text.encode("utf-8", "replace").decode()
    if piece.kind == "items":
        return [_item(item, values) for item in syntax.parse(piece.path, piece.language, piece.key, text).items]
    front = front_matter.split(text, piece.path)
    if piece.kind == "situation":
        return _situation(front, values, piece.language)
    file = module_file.parse(piece.path, piece.language, front)
    keys_by_screen = [_cited_in(screen) for screen in file.screens]
    references = list(dict.fromkeys(key for keys in keys_by_screen for key in keys))
    return [
        Part(
            typeset(substitute(screen.title, values), piece.language),
            safe_html.render_screen(screen, piece.language, values, resolve=resolve, references=references),
            sources=keys,
        )
        for screen, keys in zip(file.screens, keys_by_screen, strict=True)
    ]


def cited(parts: Iterable[Part]) -> list[str]:
    """The sources of all parts, each once, in the order of their numbers."""
    return list(dict.fromkeys(key for part in parts for key in part.sources))


def _cited_in(screen: Screen) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for block in screen.blocks for key in cited_keys(block.markdown)))


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
    html = safe_html.render(item.question, values, item.language)
    notes = tuple((name, set_words(words)) for name, words in _notes_of(item) if words)
    return Part(item.key, html, (*lines, *gaps), notes, item.references)


def _notes_of(item: Item) -> list[tuple[str, str]]:
    margin = f" ± {item.tolerance:g}" if item.tolerance else ""
    answer = "" if item.answer is None else f"{item.answer:g}{margin} {item.unit}".strip()
    return [("answer", answer), ("hint", item.hint), ("explanation", item.explanation)]


def _situation(front: front_matter.FrontMatter, values: Mapping[str, str], language: str) -> list[Part]:
    choices = front.values.get("choices")
    safe = {key for key, one in choices.items() if isinstance(one, Mapping) and one.get("safe")} if isinstance(choices, Mapping) else set()
    parts = []
    for key, part in situations.parts_of(front).items():
        words = {kind: typeset(substitute(text, values), language) for kind, (text, _) in part.texts.items()}
        if not key:
            rows = tuple(("", words[kind], "") for kind in ("text", "vague", "hint", "why", "tip") if kind in words)
            parts.append(Part(typeset(front.text("title"), language), "", rows, sources=front.words("sources")))
        else:
            mark = ("ok" if key in safe else "other") if safe and not key.startswith(situations.QUESTION) else ""
            later = f" {words['later']}" if "later" in words else ""
            row = (mark, words.get("label", ""), words.get("feedback", "") + later)
            parts.append(Part(key.removeprefix(situations.QUESTION), "", (row,)))
    return parts
