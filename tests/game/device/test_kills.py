"""A linked window that is really killed, 30 times at any moment of a played week, against a site that is really served: each event once."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from child_environment import python_path

from game.device import pairing
from tests.game.ui.test_linking import GIVEN

ROOT = Path(__file__).parents[3]
FAKETIME = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
PLAYER = """
import asyncio, os, sys
from pathlib import Path
os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
from game import play as game_play
from game.device.preferences import Preferences
from game.ui.window.fonts import font_folder
from game.ui.window.pygame_window import PygameWindow
from tests.game.ui.walks import begin, next_press

folder, content = Path(sys.argv[1]), Path("content")
book, rule, is_demo = game_play.open_book(content, None, folder)
window = PygameWindow((1024, 600), "x", font_folder(), sound=False)
app = game_play.compose(window, folder, content, book, rule, Preferences(calm=True), is_demo=is_demo, seed=5)
print("ready", flush=True)

async def hand():
    while True:
        await asyncio.sleep(0.004)
        if app.scene.name == "title":
            running = [number for number, kept in enumerate(app.controller.plays()) if not kept.note.is_over]
            if running:
                app.press(f"kept:{running[0]}")
            else:
                begin(app, week=2 if not app.controller.plays() else 3)
        elif app.screen().name == "debrief":
            app.home()
        else:
            for key in next_press(app.screen()):
                item = app.screen().item(key)
                if item is not None and item.is_enabled:
                    app.press(key)

async def both():
    await asyncio.gather(app.run(), hand())

asyncio.run(both())
"""


@pytest.fixture
def store():
    """A store that keeps each id once and says yes again for one it has; it is slow, and it loses an answer now and then."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with server.hand:
                server.came += [one["id"] for one in batch]
                server.kept += [one for one in batch if one["id"] not in server.ids]
                server.ids |= {one["id"] for one in batch}
            time.sleep(luck.random() * 0.05)
            if luck.random() < 0.3 and not server.is_kind:
                self.close_connection = True
                return
            self.say(200, json.dumps([one["id"] for one in batch]).encode())

        def do_PUT(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.say(204, b"")

        def do_GET(self):
            self.say(200, b"[]")

        def say(self, status, data):
            self.send_response(status)
            self.send_header("X-Experience-API-Version", "2.0.0")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    luck = random.Random(3)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None
    server.daemon_threads = True
    server.hand, server.came, server.kept, server.ids, server.is_kind = threading.Lock(), [], [], set(), False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def start(folder, days_off=0):
    """The window; days_off: how many days its clock goes before (+) or behind (-) the machine's."""
    environment = {**os.environ, "PYTHONPATH": python_path(ROOT)}
    if days_off:
        environment |= {"LD_PRELOAD": str(FAKETIME), "FAKETIME": f"{days_off:+d}d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    game = subprocess.Popen([sys.executable, "-c", PLAYER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, env=environment)
    while game.stdout.readline() != b"ready\n":
        assert game.poll() is None
    return game


def kill(game):
    game.send_signal(signal.SIGKILL)
    game.wait()
    game.stdout.close()


@pytest.mark.slow
def test_thirty_kills_and_each_event_is_in_the_store_exactly_once_and_in_order(store, tmp_path):
    url = f"http://127.0.0.1:{store.server_port}"
    pairing.save(tmp_path, pairing.Pairing(**{**vars(GIVEN), "site": url, "endpoint": f"{url}/xapi"}))
    luck = random.Random(11)
    for _ in range(30):
        game = start(tmp_path)
        time.sleep(luck.random() * 1.2)
        kill(game)
    finish(store, tmp_path, url)
    assert len(store.kept) > 50
    assert len(store.came) > len(store.kept)  # answers were lost, and batches came again
    assert max(Counter(bare(one) for one in store.kept).values()) == 1
    for statements in by_play(store.kept).values():
        assert [one["timestamp"] for one in statements] == sorted(one["timestamp"] for one in statements)
        assert game_hours(statements) == sorted(game_hours(statements))


@pytest.mark.slow
@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not on this machine (Debian: faketime)")
def test_clocks_that_are_years_off_lose_nothing_and_double_nothing(store, tmp_path):
    """Each start has another clock, a year and more before or behind; the events stand in the order in which they were lived."""
    url = f"http://127.0.0.1:{store.server_port}"
    pairing.save(tmp_path, pairing.Pairing(**{**vars(GIVEN), "site": url, "endpoint": f"{url}/xapi"}))
    luck = random.Random(12)
    for days_off in (400, -400, 0, 1100, -30, 400, -800, 0):
        game = start(tmp_path, days_off)
        time.sleep(0.4 + luck.random() * 1.2)
        kill(game)
    finish(store, tmp_path, url)
    assert len(store.kept) > 50
    assert max(Counter(bare(one) for one in store.kept).values()) == 1
    assert {one["timestamp"][:4] for one in store.kept} - {time.strftime("%Y", time.gmtime())}, "no clock was off"
    for statements in by_play(store.kept).values():
        assert game_hours(statements) == sorted(game_hours(statements))


def by_play(statements):
    plays = {}
    for one in statements:
        plays.setdefault(one["context"]["extensions"]["https://hors-les-murs.example/xapi/ext/play"], []).append(one)
    return plays


def finish(store, folder, url):
    """Play on until there is enough to look at, then deliver what waits."""
    store.is_kind = True
    game = start(folder)
    journal = folder / "outbox" / "journal.jsonl"
    for _ in range(600):
        time.sleep(0.1)
        if len({line["play"] for line in map(json.loads, journal.read_text().splitlines()[:-1])}) >= 1 and len(store.kept) > 100:
            break
    kill(game)
    box_left = waiting(folder)
    while box_left:
        deliver(folder, url)
        box_left = waiting(folder)


def game_hours(statements):
    ext = "https://hors-les-murs.example/xapi/ext/"
    rows = [one["context"]["extensions"] for one in statements]
    return [(row[f"{ext}week"], row[f"{ext}game_hour"]) for row in rows]


def bare(one):
    return json.dumps({key: value for key, value in one.items() if key not in ("id", "timestamp")}, sort_keys=True)


def opened(folder):
    from game.device.outbox import Outbox

    return Outbox(folder / "outbox", clock=time.monotonic, chance=random.random)


def waiting(folder):
    box = opened(folder)
    try:
        return box.waiting
    finally:
        box.close()


def deliver(folder, url):
    box, linked = opened(folder), pairing.load(folder)
    try:
        while box.deliver(lambda batch: pairing.post_statements(linked, batch)):
            pass
    finally:
        box.close()
