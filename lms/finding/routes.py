"""The search page, a module's booklet, and the pack for a USB stick."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import fontpkg_atkinson_hyperlegible
from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses import search as searching
from courses.export import booklet as booklets
from courses.export import offline
from courses.model.content import Module
from courses.search import Hit, SqliteIndex
from lms.web import content, locales
from lms.web.instants import now
from lms.web.layout import settings
from lms.web.long_work import without_transaction
from lms.web.pages import ANYONE, Pages

pages = Pages("finding", __name__)
FONTS = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"
MOST_HITS = 20


@pages.page("/chercher", "/search", access=ANYONE)
def search() -> ResponseReturnValue:
    """What is asked for, without accents or capitals, in the page's language."""
    asked = request.args.get("q", "").strip()[:200]
    found = _index().find(asked, locales.current(), limit=MOST_HITS) if asked else []
    hits = [(hit, address) for hit in found if (address := _address(hit))]
    return render_template("finding/search.html", asked=asked, hits=hits, has_words=bool(searching.terms(asked)))


def _index() -> SqliteIndex:
    """The index of the catalogue that is shown now; made anew when that changes. It holds nothing but published words."""
    catalogue = content.catalogue()
    held: tuple[object, SqliteIndex] | None = current_app.extensions.get("search")
    if held is None or held[0] is not catalogue:
        path = settings().data / "search.sqlite"
        made = SqliteIndex(path)
        made.rebuild(searching.pages(catalogue))
        current_app.extensions["search"] = held = (catalogue, made)
    return held[1]


def _address(hit: Hit) -> str:
    """Where a screen stands; empty when it went a moment ago."""
    for course in content.catalogue().courses.values():
        if hit.module in course.modules:
            keys = [screen.key for screen in content.catalogue().module(hit.module, hit.language).screens]
            if hit.screen in keys:
                return url_for("learning.screen", course_key=course.key, module_key=hit.module, number=keys.index(hit.screen) + 1)
    return ""


@pages.page("/cours/<course_key>/<module_key>/livret.pdf", "/courses/<course_key>/<module_key>/booklet.pdf", access=ANYONE)
def booklet(course_key: str, module_key: str) -> ResponseReturnValue:
    """The module on paper; `print=large` for large print."""
    made = content.module(course_key, module_key)
    size: Literal["a4", "large"] = "large" if request.args.get("print") == "large" else "a4"
    name = f"{made.key}-{locales.current()}-{size}"
    raw = _kept(name, _of(made), lambda: _booklet(made, course_key, size))
    return _file(raw, "application/pdf", f"{name}.pdf")


def _booklet(made: Module, course_key: str, size: Literal["a4", "large"]) -> bytes:
    at = url_for("learning.module", course_key=course_key, module_key=made.key)
    paper = booklets.Print(
        address=f"{settings().origin}{at}",
        media=settings().shown_content / "media",
        on=now().date(),
        size=size,
        fonts=(FONTS,),
    )
    return booklets.module_pdf(content.catalogue(), made.key, locales.current(), paper)


@pages.plain("/hors-les-murs.zip", access=ANYONE)
def pack() -> ResponseReturnValue:
    """Every module as plain pages, in both languages."""
    catalogue = content.catalogue()
    words = "".join(_of(made) for made in catalogue.modules.values())
    made = offline.Pack(settings().shown_content / "media", now().date(), {})
    raw = _kept("pack", hashlib.sha256(words.encode()).hexdigest(), lambda: offline.pack(catalogue, made))
    return _file(raw, "application/zip", "hors-les-murs.zip")


def _of(made: Module) -> str:
    """Changes with every word, state and value of a module."""
    return hashlib.sha256(repr(made).encode()).hexdigest()


def _kept(name: str, words: str, make: Callable[[], bytes]) -> bytes:
    """A file made once a day for the same words: a booklet costs a second of processor time."""
    folder = settings().data / "exports"
    key = hashlib.sha256(f"{words} {now().date()} {settings().origin}".encode()).hexdigest()[:16]
    path = folder / f"{name}.{key}"
    if path.is_file():
        return path.read_bytes()
    raw = without_transaction(make)
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{name}.{key}.new"
    beside.write_bytes(raw)
    beside.replace(path)
    for old in folder.glob(f"{name}.*"):
        if old != path:
            old.unlink(missing_ok=True)
    return raw


def _file(raw: bytes, kind: str, name: str) -> Response:
    response = Response(raw, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
