"""Work that takes long holds no read transaction: SQLite's write-ahead log can be emptied while it runs, and so can `lrs reclaim`."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from lms_cast import FEVER, Person
from sqlalchemy import text

from courses.authoring import text_files, text_preview
from courses.export import booklet, offline
from lms.safety import routes
from lms.web.database.extensions import db
from lms.web.database.writing import submit
from lms.workshop import handout

PATIENCE_S = 60
TEXT = "en/patient-essentials/fever.md"


def open_preview(person: Person) -> int:
    return person.post(f"/en/writing/check/{TEXT}", text="# A page\n\nWords.").status_code


def open_editor(person: Person) -> int:
    return person.get(f"/en/writing/text/{TEXT}").status_code


def ask_preview(person: Person) -> int:
    return person.post(f"/en/writing/text/{TEXT}", text="# A page", do="look", base="").status_code


def draw_booklet(person: Person) -> int:
    return person.get(f"{FEVER}/livret.pdf").status_code


def draw_pack(person: Person) -> int:
    return person.get("/hors-les-murs.zip").status_code


def draw_signs(person: Person) -> int:
    routes.sheet_pdf.cache_clear()
    return person.get("/fr/quand-j-appelle.pdf").status_code


def draw_sheet(person: Person) -> int:
    return person.get("/fr/atelier/azur/2/fiche.pdf").status_code


LONG: dict[str, tuple[Any, str, Callable[[Person], int]]] = {
    "preview while typing": (text_preview, "parts", open_preview),
    "checks while typing": (text_files, "lint", open_preview),
    "preview": (text_preview, "parts", ask_preview),
    "editor": (text_preview, "parts", open_editor),
    "booklet": (booklet, "module_pdf", draw_booklet),
    "pack": (offline, "pack", draw_pack),
    "signs": (routes, "pdf", draw_signs),
    "workshop sheet": (handout, "pdf", draw_sheet),
}


@pytest.mark.parametrize("name", LONG)
def test_the_log_is_emptied_while_somebody_waits_for(site: Flask, educator: Person, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The work stands still at an event, not for a time: then something is written, and all of the log goes into the file."""
    module, function, ask = LONG[name]
    event, go_on, real = threading.Event(), threading.Event(), getattr(module, function)

    def standing_still(*asked: Any, **more: Any) -> Any:
        event.set()
        assert go_on.wait(PATIENCE_S)
        return real(*asked, **more)

    monkeypatch.setattr(module, function, standing_still)
    statuses: list[int] = []
    waiting = threading.Thread(target=lambda: statuses.append(ask(educator)))
    waiting.start()
    try:
        assert event.wait(PATIENCE_S), "the long work was not reached"
        write_something(site)
        busy, left, emptied = checkpoint(site)
    finally:
        go_on.set()
        waiting.join(PATIENCE_S)
    assert (busy, left, emptied) == (0, 0, 0), "a read transaction is open"
    assert statuses == [200]


def write_something(site: Flask) -> None:
    with site.app_context():
        submit(lambda work: work.execute(text("update learner set role = role")) and None)


def checkpoint(site: Flask) -> tuple[int, int, int]:
    """(whether somebody stood in the way, pages in the log, pages not yet in the file) of a TRUNCATE checkpoint that waits for nobody."""
    with site.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA busy_timeout=0")
        row = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        raw.execute("PRAGMA busy_timeout=10000")
        return tuple(row)  # type: ignore[return-value]
