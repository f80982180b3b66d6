"""A site started by `horslesmurs serve`: parts are stopped, crash and lag for real; each is told, and goes when it is healed."""

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from test_commands import ROOT, environment, free_port

from analytics.storage.pseudonym import site_key
from lms.running import database_setup, parent_process
from lms.running.supervisor import PARTS
from lms.settings import read

pytestmark = pytest.mark.slow
PATIENCE_S = 120.0
SETTINGS = {"heartbeat_late_s": "5", "hang_restart_s": "12", "lag_late_s": "5"}


class Site:
    """One running site and its log."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data, self.port = data, free_port()
        self.log = (data / "stderr.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "horslesmurs", "serve", "--port", str(self.port)],
            env=environment(data, **{**SETTINGS, **settings}),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=self.log,
        )

    def health(self) -> tuple[int, set[str]]:
        """Status code and reasons; 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                status, body = answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                status, body = error.code, json.load(error)
        except OSError:
            return 0, set()
        return status, {reason["code"] for reason in body.get("reasons", ())}

    def wait(self, wanted: Callable[[int, set[str]], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not wanted(*(told := self.health())):
            assert time.monotonic() < end, (what, told, self.lines()[-8:])
            time.sleep(0.4)

    def wait_until_well(self) -> None:
        self.wait(lambda status, codes: status == 200 and not codes, "the site is not well")

    def pid(self, name: str) -> int:
        """Process id in a note; `web-` for the process that serves."""
        for path in sorted((self.data / "health").glob(f"{name}*.json")):
            if path.stem != "web-parent":
                try:
                    pid = int(json.loads(path.read_text())["pid"])
                    os.kill(pid, 0)
                except (OSError, ValueError):
                    continue
                return pid
        return 0

    def lines(self) -> list[dict[str, Any]]:
        """Every line of the log: each is one JSON object."""
        return [json.loads(line) for line in (self.data / "stderr.log").read_text().splitlines()]

    def events(self) -> set[str]:
        return {line["event"] for line in self.lines()}

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.log.close()
        return code


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    database_setup.upgrade(read({"HORSLESMURS_DATA": str(tmp_path)}))
    sites: list[Site] = []

    def make(**settings: str) -> Site:
        sites.append(Site(tmp_path, **settings))
        return sites[-1]

    yield make
    for site in sites:
        site.stop()


def test_a_stopped_worker_is_told_then_killed_and_replaced(start: Callable[..., Site]) -> None:
    site = start()
    site.wait_until_well()
    end = time.monotonic() + PATIENCE_S
    while not (before := site.pid("turn")):  # it took a turn: it is past its start
        assert time.monotonic() < end
        time.sleep(0.3)
    os.kill(before, signal.SIGSTOP)
    site.wait(lambda status, codes: status == 200 and "worker_stopped" in codes, "nobody is told that the worker stands still")
    site.wait_until_well()
    site.wait(lambda *_: site.pid("worker") not in (0, before), "no new worker")
    assert not Path(f"/proc/{before}").exists()
    hung = [line for line in site.lines() if line["event"] == "part_hung"]
    assert [(line["place"], line["hung"], line["part"]) for line in hung] == [("worker", "heartbeat", "supervisor")]
    assert site.stop() == 0


def test_a_stopped_worker_that_goes_on_by_itself_is_left_alone(start: Callable[..., Site]) -> None:
    site = start(hang_restart_s="0")
    site.wait_until_well()
    site.wait(lambda *_: site.pid("worker") != 0, "no worker")
    before = site.pid("worker")
    os.kill(before, signal.SIGSTOP)
    site.wait(lambda status, codes: "worker_stopped" in codes, "nobody is told")
    os.kill(before, signal.SIGCONT)
    site.wait_until_well()
    assert site.pid("worker") == before
    assert "part_hung" not in site.events()


def test_a_stopped_web_process_is_replaced(start: Callable[..., Site]) -> None:
    site = start()
    site.wait_until_well()
    before = site.pid("web-")
    os.kill(before, signal.SIGSTOP)
    site.wait(lambda *_: site.pid("web-") not in (0, before), "the stopped web process was not replaced")
    site.wait_until_well()
    assert {line["place"] for line in site.lines() if line["event"] == "part_hung"} == {"web"}


def test_a_worker_that_dies_at_each_start_is_told_and_the_site_serves_on(start: Callable[..., Site]) -> None:
    """Killed as soon as it says that it runs, again and again: as one that a full memory or a broken library kills."""
    site = start()

    def is_told(status: int, codes: set[str]) -> bool:
        if (worker := site.pid("worker")) != 0:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        return status == 200 and "worker_restarting" in codes

    site.wait(is_told, "nobody is told that the worker crashes")
    site.wait(lambda status, codes: site.pid("turn") != 0 and "worker_restarting" not in codes, "the worker does not come back")


def test_a_worker_whose_every_turn_fails_is_told_and_the_site_serves_on(start: Callable[..., Site], tmp_path: Path) -> None:
    """The worker's own key is a folder: no turn can begin."""
    site_key(tmp_path / "keys")
    (key,) = (tmp_path / "keys").iterdir()
    key_bytes = key.read_bytes()
    key.unlink()
    key.mkdir()
    site = start()
    site.wait(lambda status, codes: status == 200 and "worker_failing" in codes, "nobody is told that the worker fails")
    key.rmdir()
    key.write_bytes(key_bytes)
    key.chmod(0o600)
    site.wait(lambda status, codes: site.pid("turn") != 0 and "worker_failing" not in codes, "the worker does not come back")


def test_a_database_that_was_replaced_under_the_site_is_said_at_once(start: Callable[..., Site], tmp_path: Path) -> None:
    site = start()
    site.wait_until_well()
    file = tmp_path / "horslesmurs.sqlite"
    shutil.copyfile(file, tmp_path / "other.sqlite")
    (tmp_path / "other.sqlite").replace(file)
    site.wait(lambda status, codes: status == 503 and codes >= {"database_replaced"}, "nobody is told that the file was replaced")


def test_a_stopped_supervisor_is_told(start: Callable[..., Site]) -> None:
    site = start()
    site.wait_until_well()
    os.kill(site.process.pid, signal.SIGSTOP)
    site.wait(lambda status, codes: codes == {"supervisor_stopped"}, "nobody is told that the supervisor stands still")
    os.kill(site.process.pid, signal.SIGCONT)
    site.wait_until_well()
    assert "part_hung" not in site.events()  # the others were silent only because the supervisor did not look


def test_a_lake_that_cannot_be_fed_is_told_and_catches_up(start: Callable[..., Site], tmp_path: Path) -> None:
    """Another process holds the lake's lock: the worker's turns succeed and bring nothing in."""
    process = subprocess.run(
        [sys.executable, "-m", "horslesmurs", "lrs", "keys", "create", "--label", "test", "--scope", "all"],
        env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    id, secret = (line.split()[1] for line in process.stdout.splitlines()[:2])
    site = start()
    site.wait_until_well()
    site.wait(lambda *_: site.pid("turn") != 0, "no turn")
    lock = tmp_path / "lake" / ".lock"
    lock.parent.mkdir(exist_ok=True)
    hold = "import fcntl,sys,time;f=open(sys.argv[1],'w');fcntl.flock(f,fcntl.LOCK_EX);time.sleep(600)"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(lock)])
    try:
        time.sleep(1)
        send(site, id, secret)
        site.wait(lambda status, codes: status == 200 and codes == {"reports_late"}, "nobody is told that the lake lags")
    finally:
        holder.kill()
        holder.wait()
    site.wait_until_well()


def send(site: Site, id: str, secret: str) -> None:
    who = {"account": {"homePage": "https://hors-les-murs.example/", "name": "7a9e7e4a-d069-453f-9b9d-a2dd6036394e"}}
    body = {"actor": who, "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"}, "object": {"id": "https://hors-les-murs.example/x"}}
    mark = base64.b64encode(f"{id}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {mark}", "Content-Type": "application/json", "X-Experience-API-Version": "2.0.0"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.port}/xapi/statements", data=json.dumps(body).encode(), headers=headers, method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("part", ["web", "worker"])
def test_a_part_whose_supervisor_was_killed_before_it_had_begun_does_not_stay(tmp_path: Path, part: str) -> None:
    """While it imports its modules the system already names another parent: it must know which one was meant."""
    database_setup.upgrade(read(environment(tmp_path)))
    with subprocess.Popen(["/bin/true"]) as gone:
        gone.wait()
    started_by = {parent_process.VARIABLE: str(gone.pid)}
    process = subprocess.Popen([sys.executable, "-m", PARTS[part]], env=environment(tmp_path, port=str(free_port())) | started_by, cwd=ROOT)
    try:
        process.wait(PATIENCE_S)
    finally:
        process.kill()
        process.wait()
