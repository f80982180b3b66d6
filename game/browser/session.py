"""One game in one browser: a message in, a page out. What a press changed is kept before its page is given."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from courses.model.cases import CaseBook
from courses.model.game import Book
from courses.model.rules import SiteRule
from game.device import preferences
from game.device.case_shelf import CaseShelf
from game.device.files import Files
from game.device.linking import Link, connect
from game.device.network import Network
from game.device.outbox import Outbox
from game.device.play_controller import PlayController
from game.screens.html_page import render
from game.ui.app import App
from game.ui.edition import Edition
from game.ui.paper import Paper
from game.ui.scenes.title import SCENES
from game.ui.window.null_window import NullWindow

log = logging.getLogger(__name__)
HOME = Path("game")
"""The folder's name among the browser's files."""
BROWSER = Edition(
    settings=("language", "text", "theme"),
    has_keys=False,
    has_own_fields=True,
    real_problem="window.real_problem_plain",
    platform="browser",
)


@dataclass(frozen=True)
class Bundle:
    """What the site sends to be played with. sources: a reference's key -> (words, address); modules: language -> key -> title;
    cases: short cases of professionals, or None where the site shows none."""

    book: Book
    rule: SiteRule
    parts: Mapping[str, str]
    is_demo: bool
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    modules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cases: CaseBook | None = None


class InlineTask:
    """Work that is done at once: a browser's Python has no threads, and the page goes on beside it. The twin of BackgroundTask."""

    is_running = False
    is_free = True

    def __init__(self) -> None:
        self._ended = False

    def run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            log.warning("Something went wrong beside the game (%s); it is tried again.", type(error).__name__, exc_info=error)
        self._ended = True

    def has_ended(self) -> bool:
        ended, self._ended = self._ended, False
        return ended

    def wait(self, seconds: float) -> None:
        return


class Session:
    """files: what this browser keeps; network: the way to the site; site: its address; language: of the page it was opened from."""

    def __init__(
        self, bundle: Bundle, files: Files, network: Network, *, site: str, language: str, device: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        chance = random.Random()  # noqa: S311  luck of a game and spread of waits, nothing secret
        outbox = Outbox(HOME / "outbox", clock=clock, chance=chance.random, files=files)
        stored = preferences.load(HOME, files, language=language)
        prefer = replace(stored, site=site, sound=False, ambience=False, voice=False, captions=False, calm=True)
        controller = PlayController(bundle.book, bundle.rule, outbox, make_statements=None, new_play=lambda: str(uuid4()))
        link = Link()
        shelf = CaseShelf(lambda: bundle.cases or CaseBook(), HOME / "cases.json", is_there=bundle.cases is not None, files=files)
        self.app = App(
            NullWindow(), controller, bundle.parts, prefer, clock=clock, link=link, seed=lambda: chance.randrange(2**31),
            keep_preferences=lambda values: preferences.save(HOME, values, files=files), is_demo=bundle.is_demo, factory=SCENES,
            paper=_paper(bundle), cases=shelf, edition=BROWSER, tasks=InlineTask,
        )  # fmt: skip
        connect(
            link, HOME, controller, language=lambda: self.app.preferences.language, clock=clock, files=files,
            networks=lambda _endpoint: network, platform=BROWSER.platform, device=device,
        )  # fmt: skip
        self._alert, self._turns = "", self.app.turns

    def press(self, key: str) -> dict[str, Any]:
        """A press on an item. One that waits for a choice says so."""
        item = self.app.screen().item(key)
        if item is not None and not item.is_enabled:
            self._alert = self.app.say("window.choose_first")
        else:
            self.app.press(key)
        return self.page()

    def fill(self, key: str, value: str) -> dict[str, Any]:
        """A field's whole text."""
        self.app.scene.fill(key, value)
        return self.page()

    def back(self) -> dict[str, Any]:
        self.app.scene.back()
        return self.page()

    def tick(self) -> dict[str, Any]:
        """Nobody presses anything: what waits goes to the site, what moved elsewhere comes."""
        self.app.sync.poll()
        self.app.sync.poll()
        return self.page()

    @property
    def has_to_send(self) -> bool:
        """Whether a tick would ask the site something."""
        sync_client = self.app.link.sync_client
        return self.app.controller.outbox.is_due() or (sync_client is not None and sync_client.is_due())

    def page(self) -> dict[str, Any]:
        """What stands on the page now. turned: it is another page than before, to be begun at its top; alert: said once."""
        app = self.app
        screen, turned = app.screen(), app.turns != self._turns
        alert, self._alert, self._turns = self._alert, "", app.turns
        return {
            "html": render(screen, rooms=app.say("window.rooms")),
            "name": screen.name,
            "title": screen.title or app.say("window.name"),
            "language": app.preferences.language,
            "theme": app.preferences.theme,
            "text": app.preferences.text,
            "status": screen.status,
            "alert": alert,
            "turned": turned,
            "isOpen": app.is_open,
        }


def _paper(bundle: Bundle) -> Paper:
    """Sources and titles as the site sent them. A browser prints its own pages: none is written."""
    return Paper(
        sources=lambda keys: [bundle.sources[key] for key in _every_source(keys, bundle.rule) if key in bundle.sources],
        module=lambda key, language: bundle.modules.get(language, {}).get(key, ""),
    )


def _every_source(keys: Any, rule: SiteRule) -> list[str]:
    """The keys, each once, with the rule's own sources in the place of its name."""
    names = [one for key in keys for one in (rule.references if key == "fever-rule" else (key,))]
    return list(dict.fromkeys(names))
