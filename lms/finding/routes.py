"""The search page, a module's booklet, and the pack for a USB stick."""

import hashlib
from typing import Any, Literal

from flask import Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courses.export import booklet as booklets
from courses.export import gamebook as gamebooks
from courses.export import offline
from courses.model.content import Module
from courses.serving import search as searching
from lms.finding import site_pages, site_search
from lms.finding.exports import cached_bytes
from lms.finding.pages import pages
from lms.finding.site_files import as_file, words_of
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings
from lms.web.site.printing import FONTS

MOST_HITS = 20


@pages.page("/chercher", "/search", access=ANYONE)
def search() -> ResponseReturnValue:
    """The empty form. Words in the address, as links of earlier versions have them, are left unread."""
    return _page("")


@pages.page("/chercher", "/search", access=ANYONE, methods=("POST",), name="results")
def results() -> ResponseReturnValue:
    """What was found for typed words. They come in the body and stay out of address, title, history, logs and caches."""
    query = request.form.get("q", "").strip()[: searching.LONGEST_QUERY]
    if not query:
        return _page("")
    role = current_user.role if current_user.is_authenticated else ""
    try:
        hits, near = site_search.find(query, locales.current(), MOST_HITS, role)
    except site_search.SearchUnavailable:
        response = _page(query, is_away=True)
        response.status_code, response.headers["Retry-After"] = 503, "30"
        return response
    results_with_address = [(hit, address) for hit in hits if (address := site_pages.address(hit))]
    rows = [(hit, address) for hit, address in results_with_address if not hit.is_far]
    far = [(hit, address) for hit, address in results_with_address if hit.is_far]
    return _page(query, rows=rows, far=far, near=near)


def _page(query: str, **more: Any) -> Response:
    """The search page, which no cache keeps. Its links say nothing of what the address may carry."""
    values = {"rows": (), "far": (), "near": (), "is_away": False, **more}
    here = url_for("finding.search")
    other = url_for("finding.search", lang=locales.other())
    game = content.catalogue().game
    page = render_template(
        "finding/search.html",
        asked=query,
        here=here,
        other_url=other,
        numbers=content.catalogue().rule.numbers,
        has_sheet=bool(game and game.shows_alerts),
        has_game=bool(game and game.campaigns),
        **values,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.page("/cours/<course_key>/<module_key>/livret.pdf", "/courses/<course_key>/<module_key>/booklet.pdf", access=ANYONE)
def booklet(course_key: str, module_key: str) -> ResponseReturnValue:
    """The module on paper; `print=large` for large print, `text=simple` for the simple version where there is one."""
    one_module = content.module(course_key, module_key)
    size, is_simple = _size(), request.args.get("text") == "simple" and bool(one_module.simple)
    name = f"{one_module.key}-{locales.current()}{'-simple' if is_simple else ''}-{size}"
    raw = cached_bytes(name, words_of(one_module), lambda: _booklet(one_module, course_key, size, is_simple=is_simple))
    return as_file(raw, "application/pdf", f"{name}.pdf")


def _booklet(one_module: Module, course_key: str, size: Literal["a4", "large"], *, is_simple: bool) -> bytes:
    at = url_for("learning.simple" if is_simple else "learning.module", course_key=course_key, module_key=one_module.key)
    paper = booklets.Print(
        address=f"{settings().origin}{at}",
        media=settings().shown_content / "media",
        on=now().date(),
        size=size,
        simple=is_simple,
        fonts=(FONTS,),
    )
    return booklets.module_pdf(content.catalogue(), one_module.key, locales.current(), paper)


@pages.plain("/hors-les-murs.zip", access=ANYONE)
def pack() -> ResponseReturnValue:
    """Every module as plain pages, in both languages."""
    catalogue = content.catalogue()
    words = "".join(words_of(module) for module in catalogue.modules.values())
    pack_request = offline.Pack(settings().shown_content / "media", now().date(), {})
    raw = cached_bytes("pack", hashlib.sha256(words.encode()).hexdigest(), lambda: offline.pack(catalogue, pack_request))
    return as_file(raw, "application/zip", "hors-les-murs.zip")


@pages.page("/jouer/livre/<campaign>.pdf", "/play/book/<campaign>.pdf", access=ANYONE)
def gamebook(campaign: str) -> ResponseReturnValue:
    """A campaign as a paper book with numbered paragraphs; `print=large` for large print."""
    catalogue, size = content.catalogue(), _size()
    if catalogue.game is None or campaign not in catalogue.game.campaigns:
        abort(404)
    book, name = catalogue.game, f"{campaign}-{locales.current()}-{size}"
    words = hashlib.sha256(repr((book.words[locales.current()], book.situations, book.campaigns[campaign])).encode()).hexdigest()
    on, language = now().date(), locales.current()
    raw = cached_bytes(name, words, lambda: gamebooks.pdf(book, catalogue.references, campaign, language, on=on, size=size, fonts=(FONTS,)))
    return as_file(raw, "application/pdf", f"{name}.pdf")


def _size() -> Literal["a4", "large"]:
    return "large" if request.args.get("print") == "large" else "a4"
