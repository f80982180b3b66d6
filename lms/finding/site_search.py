"""The index of what this site shows now, built by the first search and again when the content changes."""

import logging
import sqlite3
import threading
from contextlib import suppress

from courses.errors import ContentUnreadable
from courses.library.content_folder import LANGUAGES
from courses.serving import search_words
from courses.serving.search import Hit, SqliteIndex
from courses.serving.search_words import Meanings
from lms.finding import site_pages
from lms.web.current_site import Site, current_site
from lms.web.site import content
from lms.web.site.layout import settings

log = logging.getLogger(__name__)
BUILDING = threading.Lock()
"""Sixteen people who search in the first second build one index, not sixteen."""
OLD_FILES = ("search.sqlite", "search.sqlite-wal", "search.sqlite-shm", "search.sqlite-journal")
"""Where earlier versions kept the index."""


class SearchUnavailable(Exception):
    """The index could not be built or read; another search tries again."""


def find(query: str, language: str, limit: int, role: str = "") -> tuple[list[Hit], list[str]]:
    """The best pages for a reader of this role, and when there is none, words that look like the typed ones.

    An index that fails is thrown away and built again, once. Raises SearchUnavailable.
    """
    for _ in range(2):
        try:
            hits = index().find(query, language, limit=limit, role=role)
            return hits, [] if hits else index().nearest(query, language)
        except (sqlite3.Error, MemoryError) as error:
            current_site().search, current_site().search_state = None, "failed"
            log.error("the search index failed", extra={"event": "search_failed", "fields": {"reason": type(error).__name__}})
    raise SearchUnavailable


def index() -> SqliteIndex:
    """The index of the catalogue that is shown now. It holds nothing but published words. Raises SearchUnavailable."""
    site = current_site()
    with BUILDING:
        catalogue = content.catalogue()
        search = site.search
        if search is None or search[0] is not catalogue:
            search = site.search = (catalogue, _new_index(site))
    return search[1]


def _new_index(site: Site) -> SqliteIndex:
    try:
        meanings = _meanings()
        index = SqliteIndex(meanings)
        index.rebuild(site_pages.everything(content.catalogue(), meanings))
    except (sqlite3.Error, MemoryError) as error:
        site.search_state = "failed"
        log.error("the search index could not be built", extra={"event": "search_failed", "fields": {"reason": type(error).__name__}})
        raise SearchUnavailable from error
    site.search_state = "ready"
    for name in OLD_FILES:
        with suppress(OSError):
            (settings().data / name).unlink(missing_ok=True)
    return index


def _meanings() -> dict[str, Meanings]:
    """The register of synonyms; without it, when it cannot be read, words are still found as they are written."""
    try:
        return search_words.load(settings().shown_content)
    except ContentUnreadable as error:
        fields = {"reason": type(error).__name__}
        log.error("the synonyms of the search cannot be read", extra={"event": "search_words_unreadable", "fields": fields})
        return {language: Meanings() for language in LANGUAGES}
