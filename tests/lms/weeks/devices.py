"""Windows of one learner, linked to a site that is really served: each its own folder, composed as `horslesmurs play` does."""

import os
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

from game import play as game_play
from game.device import pairing
from game.device.preferences import Preferences
from game.device.sync import SyncClient
from game.ui.app import App
from game.ui.window.null_window import NullWindow
from lms.settings import CONTENT
from lms.web.current_site import site_of
from tests.game.ui.walks import begin, next_press

CODE = re.compile(r'<p class="code">([0-9A-Z]{4} [0-9A-Z]{4})</p>')
WEEK = {"campaign": "azur", "week": "2", "look": "nadia", "length": "normal", "difficulty": "1", "name": "Nadia"}


class Device:
    """A window without a screen. Its errands are run by hand, so that a test decides what happens when."""

    def __init__(self, folder: Path, site: Flask, *, seed: int = 7) -> None:
        self.folder, self.site, self.seed, self.now = folder, site, seed, 0.0
        self.app: App
        self.open()

    def open(self) -> None:
        """Start the game, as after a kill: only what is on the disk is there."""
        book, rule = site_of(self.site).newest_content.catalogue.game, site_of(self.site).newest_content.rule
        window = NullWindow()
        self.app = game_play.compose(
            window, self.folder, CONTENT, book, rule, Preferences(calm=True), is_demo=True, seed=self.seed, clock=lambda: self.now
        )

    def kill(self) -> None:
        self.app.controller.outbox.close()
        self.open()

    @property
    def sync_client(self) -> SyncClient:
        sync_client = self.app.link.sync_client
        assert sync_client is not None
        return sync_client

    @property
    def in_hand(self) -> str:
        return self.app.controller.play if self.app.controller.week is not None else ""

    def deliver(self) -> None:
        self.now += 4000
        while self.app.controller.outbox.is_due() and self.app.link.deliver is not None and self.app.link.deliver():
            pass

    def carry(self) -> None:
        """Everything that is due travels: statements, then plays, until nothing moves."""
        self.deliver()
        for _ in range(4):
            self.now += 4000
            self.sync_client.exchange()
            self.app.sync.sync_saves()
            self.sync_client.apply_arrivals(self.in_hand)
            self.app.sync.sync_saves()
            self.app.sync.save_sync.wait(10)

    def begin(self, week: int = 2) -> None:
        begin(self.app, week=week)

    def resume(self) -> None:
        self.app.home()
        self.app.press("kept:0")

    def step(self, steps: int = 1) -> None:
        for _ in range(steps):
            turn = self.app.controller.view().turn
            for key in next_press(self.app.screen()):
                item = self.app.screen().item(key)
                if item is not None and item.is_enabled and self.app.controller.view().turn == turn:
                    self.app.press(key)

    @property
    def save(self) -> dict[str, Any]:
        """The newest play as the disk has it."""
        return dict(self.app.controller.plays()[0].save)

    def close(self) -> None:
        self.app.controller.outbox.close()


def link(folder: Path, address: str, code: str) -> None:
    """What `horslesmurs play --site … --code …` does, but for the address: the site of the tests names another origin than its own."""
    given = pairing.pair(address, code, "PC")
    folder.mkdir(parents=True, exist_ok=True)
    pairing.save(folder, pairing.Pairing(**{**vars(given), "endpoint": f"{address}/xapi"}))


def code_for(client: FlaskClient) -> str:
    found = CODE.search(client.post("/fr/compte/appareils/code").text)
    assert found
    return found[1]


class Pages:
    """The same learner in a browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def begin(self, **wanted: str) -> str:
        answer = self.client.post("/fr/jouer/commencer", data={**WEEK, **wanted, "token": str(uuid4())})
        assert answer.status_code == 303
        return str(answer.headers["Location"])

    def page(self, week: str) -> str:
        return self.client.get(week, follow_redirects=True).text

    def turn(self, week: str) -> int:
        return int(re.findall(r'name="turn" value="(\d+)"', self.page(week))[0])

    def step(self, week: str, turn: int | None = None) -> int:
        """One turn; gives the answer's status."""
        page = self.page(week)
        form = {"turn": str(self.turn(week) if turn is None else turn), "do": "next"}
        if 'name="option"' in page:
            form |= {"do": "decide", "option": re.findall(r'name="option" value="([^"]+)"', page)[0]}
        elif 'value="hang_up"' in page:
            form["do"] = "hang_up"
        return self.client.post(f"{week}/faire", data=form).status_code
