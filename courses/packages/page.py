"""One module as one page of a package: every screen and practice item, which player.js shows one at a time."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from courses.export.booklet import source
from courses.export.words import WORDS as EXPORT_WORDS
from courses.model.content import CARED_FOR, Course, Item, Module, Screen
from courses.packages import item_form
from courses.packages.words import WORDS
from courses.serving.catalogue import Catalogue
from courses.text import safe_html
from courses.text.tied_words import keep_tied_words

STATIC = Path(__file__).with_name("static")
PASS_PERCENT = 80
"""Of practice items, where a professional course has no rule of its own."""
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src {connect}; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class PageKind:
    """adapter: the script that speaks to the platform. connect: where the page may send requests, in the words of a CSP."""

    adapter: str
    connect: str


def practice_items(module: Module) -> tuple[Item, ...]:
    """What leaves the site: practice alone. Forms A, B, C and final items stay in."""
    return tuple(item for item in module.items if item.form == "practice" and item.kind != "survey")


def needs_score(course: Course) -> bool:
    """Professionals' courses alone report a score, success and answers; those of patients and caregivers say that they were read."""
    return course.audience not in CARED_FOR


def pass_percent(course: Course) -> int:
    return course.passing.percent if course.passing else PASS_PERCENT


def settings(course: Course, module: Module, items: tuple[Item, ...]) -> dict[str, Any]:
    """What the scripts know of the page, ready for JSON."""
    return {
        "module": module.key,
        "version": module.version,
        "language": module.language,
        "needsScore": needs_score(course),
        "passPercent": pass_percent(course),
        "screens": len(module.screens),
        "items": [item_form.marks(item) for item in items],
        "words": WORDS[module.language],
    }


def html(catalogue: Catalogue, course: Course, module: Module, kind: PageKind) -> str:
    words, of_export = WORDS[module.language], EXPORT_WORDS[module.language]
    items = practice_items(module)
    facts = json.dumps(settings(course, module, items), ensure_ascii=False).replace("</", "<\\/")
    parts = [
        f'<main lang="{module.language}">\n<h1>{escape(module.title)}</h1>\n<p>{escape(module.summary)}</p>',
        *(f'<p class="notice">{escape(line)}</p>' for line in _notices(module, of_export)),
        f'<noscript><p class="notice">{escape(words["needs_script"])}</p></noscript>',
        '<p id="platform" class="small" role="status"></p>\n<p id="place" class="small" aria-live="polite"></p>',
        *steps(module, items),
        f'<section class="step" id="end" tabindex="-1">\n<h2>{escape(words["end"])}</h2>\n<div id="review"></div>\n</section>',
        '<nav id="moves" class="moves" hidden>',
        f'<button id="back">{escape(words["back"])}</button> <button id="on">{escape(words["on"])}</button></nav>',
        f'<details>\n<summary id="sources">{escape(of_export["sources"])}</summary>',
        f"<ol>{''.join(source_lines(catalogue, module))}</ol>\n</details>",
        "</main>",
        f"<footer>\n<p>{escape(of_export['disclaimer'])}</p>\n</footer>",
        f'<script type="application/json" id="facts">{facts}</script>',
    ]
    body = "\n".join(parts)
    whole = keep_tied_words(body, module.language)
    scripts = "".join(f'<script src="../{name}" defer></script>\n' for name in ("spellings.js", "marking.js", kind.adapter, "player.js"))
    policy = escape(POLICY.format(connect=kind.connect))
    return (
        f'<!doctype html>\n<html lang="{module.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<title>{escape(module.title)}</title>\n<link rel="stylesheet" href="../package.css">\n{scripts}</head>\n<body>\n'
        + whole
        + "\n</body>\n</html>\n"
    )


def steps(module: Module, items: tuple[Item, ...], resolve: Callable[[str], str] | None = None) -> list[str]:
    """Each screen and each question as a section, safe HTML. resolve: the address of an author's link, or DEAD."""
    words = WORDS[module.language]
    screens = [_screen(screen, module, resolve or _resolve) for screen in module.screens]
    forms = [item_form.form(item, number, words) for number, item in enumerate(items, 1)]
    return [f'<section class="step" tabindex="-1">\n{body}\n</section>' for body in (*screens, *forms)]


def _screen(screen: Screen, module: Module, resolve: Callable[[str], str]) -> str:
    body = safe_html.render_screen(screen, module.language, resolve=resolve, references=module.references)
    return f'<h2 id="{screen.key}">{escape(screen.title)}</h2>\n{_without_dead_links(body)}'


DEAD = "dead:"
_DEAD_START = f'<a href="{DEAD}"'


def _resolve(address: str) -> str:
    """Pictures travel with the package. A link to another module would leave the page that speaks to the platform: its words stay."""
    scheme, _, rest = address.partition(":")
    return f"../media/{rest}" if scheme == "media" else DEAD


def _without_dead_links(text: str) -> str:
    while (start := text.find(_DEAD_START)) >= 0:
        opening_end, closing = text.index(">", start) + 1, text.index("</a>", start)
        text = text[:start] + text[opening_end:closing] + text[closing + len("</a>") :]
    return text


def _notices(module: Module, words: Mapping[str, str]) -> Iterator[str]:
    if module.state in ("draft", "in_review"):
        yield words["draft"]
    if module.state == "expired":
        yield words["expired"]
    if module.freshness == "missing":
        yield words["missing"]


def source_lines(catalogue: Catalogue, module: Module) -> Iterator[str]:
    for key in module.references:
        if key in catalogue.references:
            text = source(catalogue.references[key], EXPORT_WORDS[module.language], module.language)
            yield f'<li id="source-{key}">{escape(text)}</li>'
