"""A turn of the game as a page: time in the server, bytes on the wire, beside a bare page and a bare durable write of the same run."""

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from lms.app import create_app
from lms.running import database_setup
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.writing import submit
from lms.web.routing.pages import ANYONE, grant

WEEKS = 4
PACKED = {"Accept-Encoding": "br"}


def make_site(folder: Path) -> Flask:
    settings = read({"HORSLESMURS_DATA": str(folder)})
    database_setup.upgrade(settings)
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    app.add_url_rule("/bare", "bare", grant(lambda: "x" * 4000, ANYONE))
    return app


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What work gives, and the milliseconds of processor it took in every thread: other work on the machine does not count."""
    begins = time.process_time()
    result = work()
    return result, 1000 * (time.process_time() - begins)


def play(client: FlaskClient, shows: list[float], turns: list[float], sizes: list[int]) -> None:
    """One week from its first morning to the look back, measuring each page and each command."""
    form = {"token": str(uuid4()), "campaign": "azur", "week": "2", "look": "awa", "length": "normal", "difficulty": "1"}
    week = client.post("/fr/jouer/commencer", data=form).headers["Location"]
    for _ in range(80):
        shown, spent = timed(lambda: client.get(week, headers=PACKED))
        if shown.status_code == 303:
            return
        shows.append(spent)
        sizes.append(len(shown.data))
        page = client.get(week).text
        turn = re.findall(r'name="turn" value="(\d+)"', page)[0]
        option = re.findall(r'name="option" value="([^"]+)"', page)
        command = {"turn": turn, "do": "decide", "option": option[0]} if option else {"turn": turn, "do": "next"}
        turns.append(timed(lambda command=command: client.post(f"{week}/faire", data=command))[1])


def touch(work: Session) -> None:
    work.execute(text("UPDATE play SET turn = turn"))


def row(name: str, values: list[float], probe: float, probe_name: str) -> str:
    half, p95 = statistics.median(values), sorted(values)[int(0.95 * len(values))]
    return f"| {name} | {half:.1f} ms, p95 {p95:.1f} ms ({len(values)}) | {half / probe:.1f} times {probe_name} ({probe:.2f} ms) |"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = make_site(Path(folder))
        client = app.test_client()
        client.get("/bare")
        bare = statistics.median(timed(lambda: client.get("/bare"))[1] for _ in range(200))
        with app.app_context():
            write = statistics.median(timed(lambda: submit(touch))[1] for _ in range(60))
        shows: list[float] = []
        turns: list[float] = []
        sizes: list[int] = []
        for _ in range(WEEKS):
            play(client, shows, turns, sizes)
        site_of(app).writer.close()
    print("| figure | measured (n) | beside a bare one of the same run |\n|---|---|---|")
    print(row("show a moment of the week, picture inline, packed", shows, bare, "a bare Flask page"))
    print(row("take a turn: play row and statements, on disk", turns, write, "a bare durable write"))
    print(f"| its page on the wire, style sheets apart | {statistics.median(sizes) / 1000:.1f} kB, most {max(sizes) / 1000:.1f} kB | |")


if __name__ == "__main__":
    main()
