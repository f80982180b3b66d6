"""The window plays offline, is linked by a code from the site, delivers exactly once, the educator sees it; a revoked device stops."""

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page
from served import ROOT, MakePage, Site, environment

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

from game import play as game_play
from game.device import machine_link, pairing, preferences
from game.ui.app import App
from game.ui.window.null_window import NullWindow
from tests.game.ui.walks import begin, play_on

pytestmark = pytest.mark.browser
NAME = "margot"
SIGN_IN, DEVICES, DECISIONS = "/fr/connexion", "/fr/compte/appareils", "/fr/cohortes/{cohort}/decisions"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}\b")


def horslesmurs(site: Site, *words: str) -> str:
    """One command of the operator, beside the running site."""
    port = int(site.address.rpartition(":")[2])
    command = [sys.executable, str(ROOT / "horslesmurs.py"), *words]
    process = subprocess.run(command, env=environment(site.data, port), capture_output=True, text=True, timeout=120)
    assert process.returncode == 0, process.stderr
    return process.stdout


def sign_in(page: Page, name: str, passphrase: str) -> None:
    page.goto(SIGN_IN)
    page.fill("#name", name)
    page.fill("#passphrase", passphrase)
    page.click("main form .button")


def asked_code(page: Page) -> str:
    page.goto(DEVICES)
    page.click("main form .button")
    found = CODE.search(page.locator("main").inner_text())
    assert found
    return found[0]


def opened(folder: Path) -> App:
    """The game as `horslesmurs play` composes it, on the null twin."""
    book, rule, is_demo = game_play.open_book(ROOT / "content", None, folder)
    prefer = preferences.Preferences(language="fr", calm=True)
    return game_play.compose(NullWindow(), folder, ROOT / "content", book, rule, prefer, is_demo=is_demo, seed=7)


def run_for(app: App, seconds: float) -> None:
    """The real loop, with nobody at the keys."""

    async def rest() -> None:
        loop = asyncio.ensure_future(app.run())
        await asyncio.sleep(seconds)
        app.is_open = False
        await loop
        app.is_open = True

    loop = threading.Thread(target=lambda: asyncio.run(rest()))  # Playwright has a loop of its own in this thread
    loop.start()
    loop.join()


def stored(site: Site, ids: list[str]) -> list[str]:
    """Those of these statements that the site's store holds, in the order they came."""
    with closing(sqlite3.connect(f"file:{site.data}/horslesmurs.sqlite?mode=ro", uri=True)) as base:
        rows = [found for (found,) in base.execute("select id from lrs_statements order by seq")]
    return [found for found in rows if found in set(ids)]


def counted(page: Page, site: Site) -> int:
    page.goto(DECISIONS.format(cohort=site.cohort))
    numbers = re.findall(r"\bn\s=\s(\d+)", " ".join(page.locator("main p.small").all_inner_texts()))
    return int(numbers[0]) if numbers else -1


def made_by(app: App) -> list[str]:
    return [one["id"] for record in app.controller.outbox.journal.records for one in record["statements"]]


def settled(page: Page, site: Site) -> int:
    """n once the worker has shown all that was there: the same three times in a row."""
    seen: list[int] = []
    for _ in range(60):
        seen.append(counted(page, site))
        if len(seen) > 3 and len(set(seen[-3:])) == 1 and seen[-1] > 0:
            return seen[-1]
        time.sleep(1)
    raise AssertionError(f"the report does not settle: {seen}")


@pytest.mark.slow
def test_an_offline_week_arrives_once_and_the_educator_sees_it(make_page: MakePage, site: Site, tmp_path: Path) -> None:
    passphrase = horslesmurs(site, "user", "add", NAME, "--role", "patient", "--demo").rpartition(": ")[2].strip()
    horslesmurs(site, "cohort", "join", site.cohort, NAME)
    educator, patient = make_page(width=1280, height=900), make_page()
    sign_in(educator, "educator", site.passphrases["educator"])
    sign_in(patient, NAME, passphrase)
    code = asked_code(patient)
    assert machine_link.pair_device(tmp_path, site.address, code) == site.address
    assert pairing.load(tmp_path).simulated

    app = opened(tmp_path)
    before = settled(educator, site)
    begin(app)
    play_on(app)
    made = made_by(app)
    assert app.controller.outbox.waiting == len(made) > 10
    assert stored(site, made) == []

    run_for(app, 3)
    assert app.controller.outbox.waiting == 0
    assert stored(site, made) == made
    done = time.monotonic()
    while counted(educator, site) != before + 1 and time.monotonic() - done < 10:
        time.sleep(0.3)
    assert counted(educator, site) == before + 1

    patient.goto(DEVICES)
    patient.click("main section form button")
    app.home()
    begin(app, week=3)
    play_on(app)
    more = made_by(app)
    assert more
    run_for(app, 2)
    assert app.controller.outbox.is_revoked
    assert app.controller.outbox.waiting == len(more)
    assert stored(site, more) == []
    assert "code" in app.status()
    app.controller.outbox.close()
