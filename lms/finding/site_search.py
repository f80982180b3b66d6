"""The index of what this site shows now, built by the first search and again when the content changes."""

import logging
import sqlite3
import threading
from contextlib import suppress

from flask import Flask, current_app

from courses import search as searching
from courses.search import Hit, SqliteIndex
from lms.web import content
from lms.web.layout import settings

log = logging.getLogger(__name__)
BUILDING = threading.Lock()
"""Sixteen people who search in the first second build one index, not sixteen."""
OLD_FILES = ("search.sqlite", "search.sqlite-wal", "search.sqlite-shm", "search.sqlite-journal")
"""Where earlier versions kept the index."""


class SearchUnavailable(Exception):
    """The index could not be built or read; another search tries again."""


def find(query: str, language: str, limit: int) -> list[Hit]:
    """The best pages first. An index that fails is thrown away and built again, once. Raises SearchUnavailable."""
    for _ in range(2):
        try:
            return index().find(query, language, limit=limit)
        except (sqlite3.Error, MemoryError) as error:
            current_app.extensions.pop("search", None)
            current_app.extensions["search_state"] = "failed"
            log.error("the search index failed", extra={"event": "search_failed", "fields": {"reason": type(error).__name__}})
    raise SearchUnavailable


def index() -> SqliteIndex:
    """The index of the catalogue that is shown now. It holds nothing but published words. Raises SearchUnavailable."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    with BUILDING:
        catalogue = content.catalogue()
        held: tuple[object, SqliteIndex] | None = app.extensions.get("search")
        if held is None or held[0] is not catalogue:
            held = (catalogue, _built(app))
            app.extensions["search"] = held
    return held[1]


def _built(app: Flask) -> SqliteIndex:
    try:
        made = SqliteIndex()
        made.rebuild(searching.pages(content.catalogue()))
    except (sqlite3.Error, MemoryError) as error:
        app.extensions["search_state"] = "failed"
        log.error("the search index could not be built", extra={"event": "search_failed", "fields": {"reason": type(error).__name__}})
        raise SearchUnavailable from error
    app.extensions["search_state"] = "ready"
    for name in OLD_FILES:
        with suppress(OSError):
            (settings().data / name).unlink(missing_ok=True)
    return made
