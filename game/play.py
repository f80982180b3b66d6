"""The only composition of the desktop game: content, week, outbox, link with a site, window. Clock and chance enter here."""

from __future__ import annotations

import asyncio
import contextlib
import difflib
import logging
import platform
import random
import shutil
import tempfile
import time
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import urllib3

from courses import rule_files
from courses.errors import CoursesError
from courses.model.game import Book
from courses.model.rules import SiteRule
from courses.pictures import read_pictures
from game import statements
from game.core.events import Event
from game.device import pairing, preferences, tip_page
from game.device.book_cache import load_book
from game.device.http_client import pool
from game.device.outbox import Outbox
from game.device.pairing import Pairing
from game.device.play_controller import Desk, Tell
from game.device.references import Shelf
from game.device.state_documents import States
from game.device.sync import NOTE, Carrier, drop
from game.errors import DeviceError, DiskRefused, NoScreen, NotPlayable, SituationUnknown
from game.ui.app import App
from game.ui.link import Link
from game.ui.paper import Paper
from game.ui.scenes.title import SCENES
from game.ui.scenes.turn import Turn
from game.ui.window.fonts import font_folder
from game.ui.window.null_window import Window
from game.ui.window.pygame_window import PygameWindow

log = logging.getLogger(__name__)
LAST_DELIVERY = urllib3.Timeout(connect=1.5, read=3)  # seconds; closing the window must not wait for a slow site


def play(
    data: Path, content: Path, *, rule_key: str | None = None, size: tuple[int, int] = (1280, 720), full: bool = False,
    wished: Mapping[str, object] | None = None, seed: int | None = None, situation: str | None = None, may_be_unseen: bool = True,
) -> None:  # fmt: skip
    """Opens the window and plays until it is closed. Raises DeviceError with one sentence: no screen, no content, folder in use.

    situation: its key; it is played alone, in a folder of its own that goes with the window: nothing is kept, and nothing is sent.
    may_be_unseen: a driver without a display was asked for by name; else such a window is no window.
    """
    prefer = preferences.load(data, **(wished or {}))
    if wished and wished.get("language"):
        with contextlib.suppress(DiskRefused):  # said on the screen soon enough
            preferences.save(data, prefer)
    book, rule, is_demo = open_book(content, rule_key, data)
    if situation is None:
        _open(data, content, book, rule, prefer, size=size, full=full, is_demo=is_demo, seed=seed, may_be_unseen=may_be_unseen)
        return
    if situation not in book.situations:
        raise SituationUnknown(situation, near(situation, book))
    with tempfile.TemporaryDirectory(prefix="hors-les-murs-") as folder:
        _open(
            Path(folder), content, book, rule, prefer, size=size, full=full, is_demo=is_demo, seed=seed, situation=situation,
            may_be_unseen=may_be_unseen,
        )  # fmt: skip


def near(asked: str, book: Book) -> list[str]:
    """The situations whose keys look most like this one."""
    return difflib.get_close_matches(asked.lower(), book.situations, n=3, cutoff=0.5)


def _open(
    data: Path, content: Path, book: Book, rule: SiteRule, prefer: preferences.Preferences, *, size: tuple[int, int], full: bool,
    is_demo: bool, seed: int | None, may_be_unseen: bool, situation: str = "",
) -> None:  # fmt: skip
    window = PygameWindow(size, "Hors les murs", font_folder(), full=full, sound=prefer.sound)
    if window.is_unseen and not may_be_unseen:
        window.close()
        raise NoScreen("no display was found")
    try:
        app = compose(window, data, content, book, rule, prefer, is_demo=is_demo, seed=seed)
        if situation:
            app.desk.start_alone(situation, seed=app.seed())
            app.over(Turn(app))
        try:
            asyncio.run(app.run())
        finally:
            hand_over(app, data)
            app.desk.outbox.close()
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
    outbox, refused = _open_outbox(data / "outbox", clock, chance.random)
    linked = pairing.load(data)
    desk = Desk(book, rule, outbox, tell=None, new_play=lambda: str(uuid4()))
    app = App(
        window, desk, pictures.parts, prefer, clock=clock, keep_preferences=lambda kept: preferences.save(data, kept),
        link=Link(), seed=lambda: seed if seed is not None else chance.randrange(2**31), is_demo=is_demo, factory=SCENES,
        paper=_paper(data, content),
    )  # fmt: skip
    app.link, app.trouble = _link(data, app, linked), refused
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


def _paper(data: Path, content: Path) -> Paper:
    """Sources and modules of the content folder; pages to print go to the folder print/ beside the saves."""
    shelf = Shelf(content)
    return Paper(
        sources=shelf.sources,
        module=shelf.module,
        keep=lambda page: tip_page.keep(data.resolve() / "print", "tip" if page.language == "en" else "conseil", page),
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


def teller(linked: Pairing | None, language: Callable[[], str], about: Callable[[], Mapping[str, Any]] = dict) -> Tell | None:
    """Events -> statements of the linked learner; None for a guest. about: what is known of the play in hand.

    Time runs on from the start of the program, and never before what the play told last: a clock set back does not turn its story round.
    """
    if linked is None:
        return None
    began, ticks = datetime.now(UTC), time.monotonic()

    def tell(events: Sequence[Event]) -> list[dict[str, Any]]:
        known = about()
        now = began + timedelta(seconds=time.monotonic() - ticks)
        if known.get("at"):
            now = max(now, datetime.fromisoformat(known["at"]) + timedelta(milliseconds=1))
        return [
            statements.statement(
                event, id=str(uuid4()), timestamp=now, actor=linked.actor, registration=known.get("registration") or linked.registration,
                platform="window", language=language(), cohort=known.get("cohort", linked.cohort), simulated=linked.simulated,
            )
            for event in events
            if statements.is_told(event)
        ]  # fmt: skip

    return tell


def _link(data: Path, app: App, linked: Pairing | None) -> Link:
    """What the window needs to link, unlink, deliver and carry."""
    link, desk = Link(), app.desk

    def use(got: Pairing | None) -> None:
        desk.tell = teller(got, lambda: app.preferences.language, lambda: desk.about)
        desk.marks = {} if got is None else {"learner": got.learner, "registration": got.registration, "cohort": got.cohort}
        link.site = got.site if got else ""
        link.deliver = link.carrier = None
        if got is not None:
            http = pool(got.endpoint)
            link.deliver = lambda: desk.outbox.deliver(lambda batch: pairing.post_statements(got, batch, http=http))
            states = States(got, pool(got.endpoint))
            link.carrier = Carrier(data / NOTE, states, desk.outbox, desk.marks, clock=app.clock, chance=random.random)

    def pair(site: str, code: str) -> None:
        got = pairing.pair(site, code, platform.node() or "device")
        pairing.save(data, got)
        desk.outbox.is_revoked = False
        use(got)

    def unpair(saves: bool) -> None:
        pairing.unpair(data)
        if link.carrier is not None:
            link.carrier.part()
        desk.outbox.forget(saves=saves)
        use(None)

    link.pair, link.unpair = pair, unpair
    use(linked)
    return link


def hand_over(app: App, data: Path) -> None:
    """A last delivery when the window closes, short; what does not go now goes the next time."""
    linked = pairing.load(data)
    if linked is None or app.sync.is_running:
        return
    http = pool(linked.endpoint, timeout=LAST_DELIVERY)
    while app.desk.outbox.deliver(lambda batch: pairing.post_statements(linked, batch, http=http)):
        continue
    if app.link.carrier is not None:
        app.link.carrier.hurry(States(linked, http))


def link(data: Path, site: str, code: str) -> str:
    """Links from the command line; gives the site. Raises DeviceError."""
    got = pairing.pair(site, code, platform.node() or "device")
    pairing.save(data, got)
    return got.site


def unlink(data: Path) -> None:
    """Unlinks from the command line; saves stay. Raises DeviceError."""
    pairing.unpair(data)
    drop(data / NOTE)
    outbox = Outbox(data / "outbox", clock=time.monotonic, chance=lambda: 0.5)
    try:
        outbox.forget(saves=False)
    finally:
        outbox.close()


__all__ = ["DeviceError", "compose", "link", "open_book", "play", "unlink"]
