"""The search page, a module's booklet, and the pack for a USB stick."""

import hashlib
from pathlib import Path
from typing import Any, Literal

import fontpkg_atkinson_hyperlegible
from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.export import booklet as booklets
from courses.export import offline
from courses.model.content import Module
from courses.serving import search as searching
from lms.finding import site_pages, site_search
from lms.finding.exports import kept
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE, Pages
from lms.web.site import content
from lms.web.site.layout import settings

pages = Pages("finding", __name__)
FONTS = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"
MOST_HITS = 20


@pages.page("/chercher", "/search", access=ANYONE)
def search() -> ResponseReturnValue:
    """The empty form. Words in the address, as links of earlier versions have them, are left unread."""
    return _page("")


@pages.page("/chercher", "/search", access=ANYONE, methods=("POST",), name="results")
def results() -> ResponseReturnValue:
    """What was found for typed words. They come in the body and stay out of address, title, history, logs and caches."""
    asked = request.form.get("q", "").strip()[: searching.LONGEST_QUERY]
    if not asked:
        return _page("")
    role = current_user.role if current_user.is_authenticated else ""
    try:
        hits, near = site_search.find(asked, locales.current(), MOST_HITS, role)
    except site_search.SearchUnavailable:
        response = _page(asked, is_away=True)
        response.status_code, response.headers["Retry-After"] = 503, "30"
        return response
    shown = [(hit, address) for hit in hits if (address := site_pages.address(hit))]
    rows = [(hit, address) for hit, address in shown if not hit.is_far]
    far = [(hit, address) for hit, address in shown if hit.is_far]
    return _page(asked, rows=rows, far=far, near=near)


def _page(asked: str, **more: Any) -> Response:
    """The search page, which no cache keeps. Its links say nothing of what the address may carry."""
    given = {"rows": (), "far": (), "near": (), "is_away": False, **more}
    here = url_for("finding.search")
    other = url_for("finding.search", lang=locales.other())
    game = content.catalogue().game
    page = render_template(
        "finding/search.html",
        asked=asked,
        here=here,
        other_url=other,
        numbers=content.catalogue().rule.numbers,
        has_sheet=bool(game and game.shows_alerts),
        has_game=bool(game and game.campaigns),
        **given,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.page("/cours/<course_key>/<module_key>/livret.pdf", "/courses/<course_key>/<module_key>/booklet.pdf", access=ANYONE)
def booklet(course_key: str, module_key: str) -> ResponseReturnValue:
    """The module on paper; `print=large` for large print."""
    made = content.module(course_key, module_key)
    size: Literal["a4", "large"] = "large" if request.args.get("print") == "large" else "a4"
    name = f"{made.key}-{locales.current()}-{size}"
    raw = kept(name, _of(made), lambda: _booklet(made, course_key, size))
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
    raw = kept("pack", hashlib.sha256(words.encode()).hexdigest(), lambda: offline.pack(catalogue, made))
    return _file(raw, "application/zip", "hors-les-murs.zip")


def _of(made: Module) -> str:
    """Changes with every word, state and value of a module."""
    return hashlib.sha256(repr(made).encode()).hexdigest()


def _file(raw: bytes, kind: str, name: str) -> Response:
    response = Response(raw, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response
