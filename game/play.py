"""The only composition of the desktop game: content, week, outbox, link with a site, window. Clock and chance enter here."""

from __future__ import annotations

import asyncio
import contextlib
import difflib
import logging
import random
import shutil
import tempfile
import time
import webbrowser
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from uuid import uuid4

from courses.errors import CoursesError
from courses.game import case_reader
from courses.library.drawings import read_pictures
from courses.model.cases import CaseBook
from courses.model.game import Book
from courses.model.rules import SiteRule
from courses.rules import rule_files
from courses.text.source_texts import Texts
from courses.triage import register
from game.device import preferences, tip_page
from game.device.book_cache import load_book
from game.device.case_shelf import CaseShelf
from game.device.linking import Link, connect
from game.device.machine_link import deliver_last
from game.device.outbox import Outbox
from game.device.play_controller import PlayController
from game.device.references import ReferenceReader
from game.errors import DeviceError, DiskRefused, NoScreen, NotPlayable, SituationUnknown
from game.ui.app import App
from game.ui.paper import Paper
from game.ui.scenes.cases.choosing import Cases
from game.ui.scenes.title import SCENES
from game.ui.scenes.turn import Turn
from game.ui.window.fonts import font_folder
from game.ui.window.null_window import Window
from game.ui.window.pygame_window import PygameWindow
from game.ui.window.voice import SystemVoice

log = logging.getLogger(__name__)
FEVER_RULE = "fever-rule"
"""In the place of this key stand the sources of the rule the site chose."""


def play(
    data: Path, content: Path, *, rule_key: str | None = None, size: tuple[int, int] = (1280, 720), full: bool = False,
    options: Mapping[str, object] | None = None, seed: int | None = None, situation: str | None = None, cases: bool = False,
    may_be_unseen: bool = True,
) -> None:  # fmt: skip
    """Opens the window and plays until it is closed. Raises DeviceError with one sentence: no screen, no content, folder in use.

    situation: its key; it is played alone, in a folder of its own that goes with the window: nothing is kept, and nothing is sent.
    cases: opens the short cases of professionals, laid over the title.
    may_be_unseen: a driver without a display was asked for by name; else such a window is no window.
    """
    prefer = preferences.load(data, **(options or {}))
    if options and options.get("language"):
        with contextlib.suppress(DiskRefused):  # said on the screen soon enough
            preferences.save(data, prefer)
    book, rule, is_demo = open_book(content, rule_key, data)
    if situation is None:
        _open(
            data, content, book, rule, prefer, size=size, full=full, is_demo=is_demo, seed=seed, may_be_unseen=may_be_unseen, cases=cases,
        )  # fmt: skip
        return
    if situation not in book.situations:
        raise SituationUnknown(situation, near(situation, book))
    with tempfile.TemporaryDirectory(prefix="hors-les-murs-") as folder:
        _open(
            Path(folder), content, book, rule, prefer, size=size, full=full, is_demo=is_demo, seed=seed, situation=situation,
            may_be_unseen=may_be_unseen,
        )  # fmt: skip


def near(key: str, book: Book) -> list[str]:
    """The situations whose keys look most like this one."""
    return difflib.get_close_matches(key.lower(), book.situations, n=3, cutoff=0.5)


def _open(
    data: Path, content: Path, book: Book, rule: SiteRule, prefer: preferences.Preferences, *, size: tuple[int, int], full: bool,
    is_demo: bool, seed: int | None, may_be_unseen: bool, situation: str = "", cases: bool = False,
) -> None:  # fmt: skip
    window = PygameWindow(size, "Hors les murs", font_folder(), full=full, sound=prefer.sound)
    if window.is_unseen and not may_be_unseen:
        window.close()
        raise NoScreen("no display was found")
    try:
        app = compose(window, data, content, book, rule, prefer, is_demo=is_demo, seed=seed)
        if situation:
            app.controller.start_alone(situation, seed=app.seed())
            app.over(Turn(app))
        elif cases:
            app.over(Cases(app))
        try:
            asyncio.run(app.run())
        finally:
            if not app.sync.is_running:
                deliver_last(app.link, data, app.controller.outbox)
            app.controller.outbox.close()
    finally:
        window.close()


def compose(
    window: Window, data: Path, content: Path, book: Book, rule: SiteRule, prefer: preferences.Preferences, *, is_demo: bool,
    seed: int | None = None, clock: Callable[[], float] = time.monotonic,
) -> App:  # fmt: skip
    """The game on a given window: tests pass the null twin or a window under Xvfb."""
    pictures = read_pictures(content / "media" / "art")
    if not pictures.parts:
        log.warning("No drawing was found in %s: the game is played with its words alone. Install it again.", content / "media" / "art")
    for problem in pictures.problems:
        log.warning("%s", problem)
    chance = random.Random()  # noqa: S311  luck of a game and spread of waits, nothing secret
    outbox, trouble = _open_outbox(data / "outbox", clock, chance.random)
    link = Link()
    controller = PlayController(book, rule, outbox, make_statements=None, new_play=lambda: str(uuid4()))
    app = App(
        window, controller, pictures.parts, prefer, clock=clock, keep_preferences=lambda values: preferences.save(data, values),
        link=link, seed=lambda: seed if seed is not None else chance.randrange(2**31), is_demo=is_demo, factory=SCENES,
        paper=_paper(data, content, rule), cases=_cases(data, content, rule), voice=SystemVoice(),
    )  # fmt: skip
    connect(link, data, controller, language=lambda: app.preferences.language, clock=clock)
    app.trouble = trouble
    return app


def _open_outbox(folder: Path, clock: Callable[[], float], chance: Callable[[], float]) -> tuple[Outbox, DiskRefused | None]:
    """The outbox; on a disk that refuses to write, one in a temporary folder with a copy of what can be read, and why.

    The screen says it as long as the window is open. Raises AlreadyOpen, and DiskRefused when no folder takes anything.
    """
    try:
        return Outbox(folder, clock=clock, chance=chance), None
    except DiskRefused as error:
        log.warning("%s What is played now is kept only as long as this window is open.", error)
        try:
            shelter = Path(tempfile.mkdtemp(prefix="hors-les-murs-"))
        except OSError:
            raise error from None
        for name in ("journal.jsonl", "taken.json"):
            with contextlib.suppress(OSError):
                shutil.copyfile(folder / name, shelter / name)
        return Outbox(shelter, clock=clock, chance=chance), error


def _cases(data: Path, content: Path, rule: SiteRule) -> CaseShelf:
    """The short cases of the content folder, read when they are first opened; what was played is kept beside the saves."""

    def read() -> CaseBook:
        triage, _problems = register.read(Texts(content))
        return case_reader.load(content, rule, now=date.today(), triage=triage)[0]

    return CaseShelf(read, data / "cases.json", is_there=any((content / "fr" / "cases").glob("*.md")))


def _paper(data: Path, content: Path, rule: SiteRule) -> Paper:
    """Sources and modules of the content folder; pages to print go to the folder print/ beside the saves."""
    shelf = ReferenceReader(content)
    return Paper(
        sources=lambda keys: shelf.sources([one for key in keys for one in (rule.references if key == FEVER_RULE else (key,))]),
        module=shelf.module,
        keep=lambda page: tip_page.write_page(
            data.resolve() / "print", page.file_name or ("tip" if page.language == "en" else "conseil"), page
        ),
        show=lambda path: webbrowser.open(path.as_uri()),
    )


def open_book(content: Path, rule_key: str | None, cache: Path) -> tuple[Book, SiteRule, bool]:
    """The book under the site's rule. Raises NotPlayable."""
    try:
        rule = rule_files.load(content).preset(rule_key)
        book = load_book(content, rule, today=date.today(), cache=cache / "cache")
    except CoursesError as error:
        raise NotPlayable(f"The game's content cannot be read: {error}") from error
    if book is None:
        raise NotPlayable(f"The game's numbers in {content} cannot be read. Run: horslesmurs content check")
    return book, rule, any(one.state != "published" for one in book.situations.values()) or book.numbers.status == "illustrative"


__all__ = ["DeviceError", "compose", "open_book", "play"]
