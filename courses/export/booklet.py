"""A module or a course as a tagged PDF (PDF/UA-1): A4 or large print, with its exercises, answers, sources and a QR code to its page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import ascii_lowercase
from typing import Any, Literal

import segno
import typst

from courses.export import answers, nodes
from courses.export.words import MONTHS, WORDS
from courses.items import responses
from courses.model.content import Item, Module, Reference, Screen
from courses.serving.catalogue import Catalogue
from courses.text import safe_html
from courses.text.typography import inside_quotes

TEMPLATE = Path(__file__).with_name("booklet.typ")
POINTS = {"a4": 11.5, "large": 18.0}
FEW_LINES = 260.0
"""Points from the top of a page: above this stand fifteen lines of sources or fewer."""
CLOSER = (1, 2)
"""1: the sources stand closer; 2: the margins are smaller too."""
Size = Literal["a4", "large"]


@dataclass(frozen=True, slots=True)
class Print:
    """What a booklet needs besides the content.

    address: where the page stands on the web, for `{key}` of a module; media: the folder of our pictures; on: the day of printing;
    fonts: folders of fonts (typst's own serif when none).
    """

    address: str
    media: Path
    on: date
    size: Size = "a4"
    simple: bool = False
    fonts: tuple[Path, ...] = ()


def module_pdf(catalogue: Catalogue, key: str, language: str, paper: Print) -> bytes:
    """Raises UnknownContent when this instance may not show the module."""
    module = catalogue.module(key, language)
    return _compile(_book(catalogue, [module], module.title, module.summary, language, paper), paper)


def course_pdf(catalogue: Catalogue, key: str, language: str, paper: Print) -> bytes:
    """Every module of a course that this instance may show, with a table of contents. Raises UnknownContent."""
    course = catalogue.course(key)
    modules = [catalogue.module(one, language) for one in course.modules]
    return _compile(_book(catalogue, modules, course.title[language], course.summary[language], language, paper), paper)


def _compile(book: Mapping[str, Any], paper: Print) -> bytes:
    """Where a few lines would take a sheet of their own, lines stand closer, if that saves the sheet: sources first, then margins."""
    end = _end(book, paper)
    chosen = book
    if end["height"] < FEW_LINES:
        closer = ({**book, "closeness": closeness} for closeness in CLOSER)
        chosen = next((one for one in closer if _end(one, paper)["page"] < end["page"]), book)
    raw: bytes = typst.compile(TEMPLATE, format="pdf", pdf_standards="ua-1", **_options(chosen, paper))
    return raw


def _end(book: Mapping[str, Any], paper: Print) -> dict[str, float]:
    """page: the last; height: of its last line, in points from the top."""
    end: dict[str, float] = json.loads(typst.query(TEMPLATE, "<end>", field="value", one=True, **_options(book, paper)))
    return end


def _options(book: Mapping[str, Any], paper: Print) -> dict[str, Any]:
    return {"sys_inputs": {"book": json.dumps(book)}, "font_paths": list(paper.fonts), "ignore_system_fonts": True}


def _book(catalogue: Catalogue, modules: Sequence[Module], title: str, summary: str, language: str, paper: Print) -> dict[str, Any]:
    words = WORDS[language]
    return {
        "title": title,
        "summary": summary,
        "language": language,
        "points": POINTS[paper.size],
        "closeness": 0,
        "said": words,
        "printed": f"{words['printed']} {day(paper.on, language)}",
        "modules": [_module(catalogue, module, language, paper) for module in modules],
        "has_contents": len(modules) > 1,
    }


def _module(catalogue: Catalogue, module: Module, language: str, paper: Print) -> dict[str, Any]:
    words = WORDS[language]
    is_simple = paper.simple and bool(module.simple)
    screens = module.simple if is_simple else module.screens
    address = paper.address.replace("{key}", module.key)
    valid = f", {words['valid']} {day(module.expires, language)}" if module.expires else ""
    notices = [words["draft"]] if module.state in ("draft", "in_review") else [words["expired"]] if module.state == "expired" else []
    notices += [words["missing"]] if module.freshness == "missing" else []
    notices += [words["simple"]] if is_simple else []
    return {
        "title": module.title,
        "language": module.language,
        "notices": notices,
        "version": f"{words['version']} {module.version}{valid}",
        "address": address,
        "qr": segno.make_qr(address, error="m").svg_inline(border=4, scale=4, dark="#000", light="#fff"),
        "screens": [_screen(screen, module, paper) for screen in screens],
        "items": [_item(item, words) for item in module.items],
        "mirrors": _mirrors(catalogue, module, language),
        "sources": [source(catalogue.references[key], words, language) for key in module.references if key in catalogue.references],
    }


def _mirrors(catalogue: Catalogue, module: Module, language: str) -> str:
    """The titles that teach the same subject to other readers, as one sentence; empty for none."""
    words, titles = WORDS[language], dict[str, list[str]]()
    for one in (catalogue.module(key, language) for key in catalogue.mirrors.get(module.key, ())):
        titles.setdefault(one.audience, []).append(words["quoted"].replace("{title}", inside_quotes(one.title)))
    lists = [f"{words['for_' + audience]} {', '.join(quoted)}" for audience, quoted in sorted(titles.items())]
    return f"{words['mirrors']} {words['mirrors_between'].join(lists)}." if lists else ""


def _screen(screen: Screen, module: Module, paper: Print) -> dict[str, Any]:
    html = safe_html.render_screen(screen, module.language, references=module.references, resolve=_resolve)
    return {"title": screen.title, "nodes": _with_pictures(nodes.parse(html), paper.media)}


def _resolve(address: str) -> str:
    """Paper has no links into the site: only pictures keep their address."""
    return address if address.startswith("media:") else "#"


def _with_pictures(tree: list[nodes.Node], media: Path) -> list[nodes.Node]:
    tree_with_pictures: list[nodes.Node] = []
    for node in tree:
        if isinstance(node, str):
            tree_with_pictures.append(node)
        elif node["tag"] != "img":
            tree_with_pictures.append({**node, "children": _with_pictures(node["children"], media)})
        elif (svg := media / node["src"].removeprefix("media:")).suffix == ".svg" and svg.is_file():
            tree_with_pictures.append({**node, "svg": svg.read_text("utf-8")})
    return tree_with_pictures


def _item(item: Item, words: Mapping[str, str]) -> dict[str, Any]:
    lead = {"order": words["order"], "match": words["match"]}.get(item.kind, "")
    options = responses.shown_options(item, "booklet")
    # On paper letters follow the order that is printed: "b, a, c" looks like a slip.
    letters = (
        {option.key: letter for option, letter in zip(options, ascii_lowercase, strict=False)} if item.kind in ("single", "multi") else {}
    )
    lines = sorted(answers.lines(item, words), key=lambda line: letters.get(line.letter, ""))
    return {
        "kind": item.kind,
        "question": nodes.parse(safe_html.render(answers.question(item), language=item.language)),
        "lead": lead,
        "options": [{"key": letters.get(option.key, option.key), "nodes": _inline(option.text, item.language)} for option in options],
        "pairs": [_inline(option.pair, item.language) for option in responses.shown_pairs(item, "booklet")] if item.kind == "match" else [],
        "answers": [
            {
                "letter": letters.get(line.letter, line.letter),
                "text": _inline(line.text, item.language),
                "verdict": words.get(line.verdict, ""),
                "is_right": line.verdict == "right",
                "why": _inline(line.why, item.language),
            }
            for line in lines
        ],
        "explanation": _inline(item.explanation, item.language),
    }


def _inline(text: str, language: str) -> list[nodes.Node]:
    return nodes.parse(safe_html.render_inline(text, language)) if text else []


def source(reference: Reference, words: Mapping[str, str], language: str) -> str:
    year = f", {reference.year}" if reference.year else ""
    # In one piece: “checked on” at the end of a line leaves its day alone on the next.
    check_note = f"{words['checked']} {day(reference.checked_on, language)}".replace(" ", "\u00a0") if reference.checked_on else ""
    check_date = f" ({check_note})" if check_note else ""
    address = f" {reference.address}" if reference.address else ""
    stop = "" if reference.title.endswith(("?", "!", ".")) else "."
    return f"{reference.title}{stop} {reference.organisation}{year}.{address}{check_date}"


def day(value: date, language: str) -> str:
    """“23 mai 2027”, “1er mai 2027”, “23 May 2027”, never broken over two lines."""
    number = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{number}\u00a0{MONTHS[language][value.month - 1]}\u00a0{value.year}"
