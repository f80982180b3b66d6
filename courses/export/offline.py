"""A zip of plain pages that work from a USB stick: no server, no script, exercises included."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path, PurePosixPath

from courses.export import answers
from courses.export.booklet import day, source
from courses.export.words import WORDS
from courses.items import responses
from courses.library.content_folder import LANGUAGES
from courses.model.content import Course, Item, Module, Screen
from courses.serving.catalogue import Catalogue
from courses.text import safe_html
from courses.text.tied_words import keep_tied_words

STYLE = Path(__file__).with_name("offline.css")
NAMES = {"fr": "Français", "en": "English"}
MEDIA = re.compile(r'src="([^"]*?media/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Pack:
    """media: the folder of our pictures; on: the day it is made; extras: more files by path (the sheet “when I call” as PDF)."""

    media: Path
    on: date
    extras: Mapping[str, bytes]


def pack(catalogue: Catalogue, pack: Pack) -> bytes:
    """The zip. Every module this instance may show, in both languages; the same content and day give the same bytes."""
    files: dict[str, bytes] = {"style.css": STYLE.read_bytes(), "index.html": _door().encode()}
    pictures: set[str] = set()
    for language in LANGUAGES:
        files[f"{language}/index.html"] = _contents(catalogue, language, pack).encode()
        for course in catalogue.courses.values():
            for key in course.modules:
                page = _page(catalogue, course, catalogue.module(key, language), language, pack)
                pictures |= {address.removeprefix("../media/") for address in MEDIA.findall(page)}
                files[f"{language}/{key}.html"] = page.encode()
    for name in sorted(pictures):
        file = pack.media / PurePosixPath(name)
        if file.is_file():
            files[f"media/{name}"] = file.read_bytes()
    return _zip(files | dict(pack.extras), pack.on)


def _zip(files: Mapping[str, bytes], on: date) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"hors-les-murs/{name}", (on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _html(language: str, title: str, body: str, *, up: str) -> str:
    whole = keep_tied_words(body, language)
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self' file:; img-src 'self' file:\">\n"
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{up}style.css">\n</head>\n<body>\n{whole}\n</body>\n</html>\n'
    )


def _door() -> str:
    links = "".join(f'<li><a href="{code}/index.html" lang="{code}" hreflang="{code}">{name}</a></li>' for code, name in NAMES.items())
    return _html("fr", "Hors les murs", f"<main>\n<h1>Hors les murs</h1>\n<nav><ul>{links}</ul></nav>\n</main>", up="")


def _contents(catalogue: Catalogue, language: str, pack: Pack) -> str:
    words = WORDS[language]
    parts = [f"<main>\n<h1>Hors les murs</h1>\n<p>{escape(words['offline'])}</p>", _extras(pack)]
    for course in catalogue.courses.values():
        modules = [catalogue.module(key, language) for key in course.modules]
        links = "".join(f'<li><a href="{module.key}.html"{_lang(module, language)}>{escape(module.title)}</a></li>' for module in modules)
        parts.append(f"<h2>{escape(course.title[language])}</h2>\n<p>{escape(course.summary[language])}</p>\n<nav><ul>{links}</ul></nav>")
    return _html(language, "Hors les murs", "\n".join([*parts, "</main>", _foot(language, pack)]), up="../")


def _extras(pack: Pack) -> str:
    links = "".join(f'<li><a href="../{escape(name)}">{escape(name)}</a></li>' for name in sorted(pack.extras))
    return f"<nav><ul>{links}</ul></nav>" if links else ""


def _page(catalogue: Catalogue, course: Course, module: Module, language: str, pack: Pack) -> str:
    words = WORDS[language]
    other = next(code for code in LANGUAGES if code != language)
    parts = [
        f'<nav><a href="index.html">{escape(words["home"])}</a> · '
        f'<a href="../{other}/{module.key}.html" lang="{other}" hreflang="{other}">{NAMES[other]}</a></nav>',
        f"<main{_lang(module, language)}>\n<h1>{escape(module.title)}</h1>\n<p>{escape(module.summary)}</p>",
        *(f'<p class="notice" lang="{language}">{escape(words)}</p>' for words in _notices(module, words)),
        *(_screen(screen, module) for screen in module.screens),
    ]
    if module.simple:
        simple = "\n".join(_screen(screen, module, level=3) for screen in module.simple)
        parts.append(f"<details>\n<summary>{escape(words['simple'])}</summary>\n{simple}\n</details>")
    items = [item for item in module.items if item.kind != "survey"]
    if items:
        parts.append(f'<h2 lang="{language}">{escape(words["practise"])}</h2>')
        parts += [_item(item, number, words) for number, item in enumerate(items, 1)]
    sources = "".join(_sources(catalogue, module, language))
    parts.append(f'<h2 lang="{language}" id="sources">{escape(words["sources"])}</h2>\n<ol>{sources}</ol>')
    if following := _following(catalogue, course, module, language):
        parts.append(f'<p><a href="{following.key}.html">{escape(words["next"])} : {escape(following.title)}</a></p>')
    return _html(language, f"{module.title} — Hors les murs", "\n".join([*parts, "</main>", _foot(language, pack)]), up="../")


def _screen(screen: Screen, module: Module, level: int = 2) -> str:
    html = safe_html.render_screen(screen, module.language, resolve=_resolve, references=module.references)
    anchor = f' id="{screen.key}"' if level == 2 else ""
    return f"<h{level}{anchor}>{escape(screen.title)}</h{level}>\n{html}"


def _resolve(address: str) -> str:
    scheme, _, rest = address.partition(":")
    if scheme == "media":
        return f"../media/{rest}"
    key, hash_, screen = rest.partition("#")
    return f"{key}.html{hash_}{screen}" if scheme == "module" else "index.html"


def _notices(module: Module, words: Mapping[str, str]) -> Iterator[str]:
    if module.state in ("draft", "in_review"):
        yield words["draft"]
    if module.state == "expired":
        yield words["expired"]
    if module.freshness == "missing":
        yield words["missing"]


def _item(item: Item, number: int, words: Mapping[str, str]) -> str:
    choices = responses.shown_options(item, "offline")
    options = "".join(f"<li>{safe_html.render_inline(option.text, item.language)}</li>" for option in choices)
    kind = ' type="a"' if item.kind in ("single", "multi") else ""
    list_of_options = f"<ol{kind}>{options}</ol>" if item.kind in ("single", "multi", "order") else _pairs(item)
    hint = f"<details><summary>{escape(words['hint'])}</summary><p>{safe_html.render_inline(item.hint, item.language)}</p></details>"
    return (
        f"<section>\n<h3>{number}.</h3>\n{safe_html.render(answers.question(item), language=item.language)}\n{list_of_options}\n"
        f"{hint if item.hint else ''}<details>\n<summary>{escape(words['answer'])}</summary>\n<ul>{_answers(item, words)}</ul>\n"
        f"<p>{safe_html.render_inline(item.explanation, item.language) if item.explanation else ''}</p>\n</details>\n</section>"
    )


def _pairs(item: Item) -> str:
    if item.kind != "match":
        return ""
    one_side = "".join(f"<li>{safe_html.render_inline(option.text, item.language)}</li>" for option in item.options)
    right = "".join(f"<li>{safe_html.render_inline(option.pair, item.language)}</li>" for option in responses.shown_pairs(item, "offline"))
    return f'<ol>{one_side}</ol>\n<ol type="A">{right}</ol>'


def _answers(item: Item, words: Mapping[str, str]) -> str:
    def line(one: answers.Line) -> str:
        text = safe_html.render_inline(one.text, item.language)
        verdict = f" — <em>{escape(words[one.verdict])}.</em>" if one.verdict in words else ""
        why = f" {safe_html.render_inline(one.why, item.language)}" if one.why else ""
        letter = f"{one.letter}) " if one.letter else ""
        return f"<li>{letter}{f'<strong>{text}</strong>' if one.verdict == 'right' else text}{verdict}{why}</li>"

    return "".join(line(one) for one in answers.lines(item, words))


def _sources(catalogue: Catalogue, module: Module, language: str) -> Iterator[str]:
    for key in module.references:
        if key in catalogue.references:
            yield f'<li id="source-{key}">{escape(source(catalogue.references[key], WORDS[language], language))}</li>'


def _following(catalogue: Catalogue, course: Course, module: Module, language: str) -> Module | None:
    place = course.modules.index(module.key) + 1
    return catalogue.module(course.modules[place], language) if place < len(course.modules) else None


def _foot(language: str, pack: Pack) -> str:
    words = WORDS[language]
    return f"<footer>\n<p>{escape(words['disclaimer'])}</p>\n<p>{escape(words['printed'])} {day(pack.on, language)}</p>\n</footer>"


def _lang(module: Module, language: str) -> str:
    return f' lang="{module.language}"' if module.language != language else ""
