"""The operator's commands: what cannot go on is one line and exit code 2; the two parts of the site are kept alive."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from child_environment import python_path
from click.testing import CliRunner, Result

from horslesmurs import main
from lms.errors import DatabaseUnready, PortTaken
from lms.running import database_setup, supervisor
from lms.settings import CONTENT, read

ROOT = Path(__file__).resolve().parents[2]


def environment(data: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
    ours = {f"HORSLESMURS_{name.upper()}": value for name, value in {"data": str(data), **settings}.items()}
    return kept | ours | {"PYTHONPATH": python_path(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def command(data: Path, *words: str, **settings: str) -> Result:
    """A command in this process, with the environment of its own that a shell would give it."""
    ours = {f"HORSLESMURS_{name.upper()}": value for name, value in {"data": str(data), **settings}.items()}
    return CliRunner(env=ours).invoke(main, words)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its database made."""
    folder = tmp_path_factory.mktemp("data")
    database_setup.upgrade(read({"HORSLESMURS_DATA": str(folder)}))
    return folder


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        (("serve",), {"colour": "blue"}, "HORSLESMURS_COLOUR: is not a setting"),
        (("serve",), {"port": "0"}, "not between 1 and 65535"),
        (("serve",), {"site_rule": "39.9"}, "There is no site rule '39.9'"),
        (("serve",), {"content": "nowhere"}, "there is no folder"),
        (("user", "role", "nobody", "gp"), {}, "there is no account nobody"),
        (("cohort", "join", "00000000-0000-4000-8000-000000000000", "x"), {}, "there is no cohort"),
        (("demo",), {"instance": "real"}, "this site is a real instance"),
        (("user", "list"), {"site_rule": "39.9"}, "39.9"),
    ],
)
def test_what_cannot_go_on_is_one_line_and_exit_code_2(made: Path, words: tuple[str, ...], settings: dict[str, str], said: str) -> None:
    answer = command(made, *words, **settings)
    assert answer.exit_code == 2, answer.stderr
    assert said in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "Traceback" not in answer.stderr


def test_a_taken_port_a_missing_database_and_a_locked_one_are_said(made: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = read({"HORSLESMURS_DATA": str(made), "HORSLESMURS_PORT": str(other.getsockname()[1])})
        with pytest.raises(PortTaken, match="cannot be used"):
            supervisor.check(taken)
    with pytest.raises(DatabaseUnready, match="run: horslesmurs db upgrade"):
        supervisor.check(read({"HORSLESMURS_DATA": str(tmp_path)}))


def test_a_locked_database_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lrs.storage.database.WAIT_MS", 200)
    settings = read({"HORSLESMURS_DATA": str(tmp_path)})
    database_setup.upgrade(settings, "0001_lrs")
    holder = sqlite3.connect(tmp_path / "horslesmurs.sqlite", isolation_level=None)
    holder.execute("begin immediate")
    try:
        with pytest.raises(DatabaseUnready, match="is locked by another program"):
            database_setup.upgrade(settings)
        with pytest.raises(DatabaseUnready, match="is locked by another program"):
            supervisor.check(settings)
    finally:
        holder.close()


@pytest.mark.slow
def test_people_and_cohorts_are_made_from_the_command_line(made: Path) -> None:
    for name, role in (("claire", "educator"), ("nadia", "patient")):
        answer = command(made, "user", "add", name, "--role", role)
        assert answer.stdout.startswith(f"{name}: "), answer.stderr
    opened = command(made, "cohort", "add", "Automne", "--course", "patient-essentials", "--campaign", "azur", "--educator", "claire")
    uuid = opened.stdout.strip()
    for name in (" ", "a" * 81):
        refused = command(made, "cohort", "add", name, "--educator", "claire")
        assert refused.exit_code == 2
        assert "1 to 80 characters" in refused.stderr
    assert command(made, "cohort", "join", uuid, "nadia").exit_code == 0
    assert uuid in command(made, "cohort", "list").stdout
    assert "nadia\tpatient" in command(made, "user", "list").stdout


@pytest.mark.slow
def test_commands_about_people_read_no_text(tmp_path: Path) -> None:
    """So they take a second less, and help people while a text is broken. Reading leaves a cache, which is looked for here."""
    data, texts = tmp_path / "data", tmp_path / "texts"
    database_setup.upgrade(read({"HORSLESMURS_DATA": str(data)}))
    for part in ("_structure", "fr/caregivers"):
        shutil.copytree(CONTENT / part, texts / part)
    assert command(data, "user", "add", "claire", "--role", "educator", content=str(texts)).exit_code == 0
    assert "claire\teducator" in command(data, "user", "list", content=str(texts)).stdout
    assert not (data / "content-cache").exists()
    assert command(data, "cohort", "add", "x", "--course", "caregivers", "--educator", "claire", content=str(texts)).exit_code == 0
    assert (data / "content-cache").exists()


class Running:
    """A site started by `horslesmurs serve`."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "horslesmurs", "serve", "--port", str(self.port)],
            env=environment(data),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except (urllib.error.URLError, OSError):
            return False

    def wait(self, seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while not self.is_well():
            assert time.monotonic() < end, "the site did not come up"
            time.sleep(0.2)

    def parts(self) -> dict[str, int]:
        """Process ids of web and worker, by module name."""
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                    words = (folder / "cmdline").read_bytes().decode().split("\0")
                except (OSError, ValueError):
                    continue
                if parent == self.process.pid and "-m" in words:
                    found[words[words.index("-m") + 1]] = int(folder.name)
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        if self.process.stderr:
            self.process.stderr.close()
        return code


@pytest.fixture
def running(made: Path) -> Iterator[Running]:
    site = Running(made)
    yield site
    if site.process.poll() is None:
        site.process.kill()
        site.process.wait()
    if site.process.stderr and not site.process.stderr.closed:
        site.process.stderr.close()


@pytest.mark.slow
def test_a_part_that_dies_comes_back_and_sigterm_stops_everything(running: Running) -> None:
    running.wait()
    before = running.parts()
    assert set(before) == {"lms.running.web_process", "lms.running.worker"}
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 60
    while not (set(running.parts()) == set(before) and not set(running.parts().values()) & set(before.values()) and running.is_well()):
        assert time.monotonic() < end, "a dead part did not come back"
        time.sleep(0.3)
    after = running.parts()
    assert running.stop() == 0
    assert not running.is_well()
    assert all(not Path(f"/proc/{pid}").exists() for pid in after.values())
