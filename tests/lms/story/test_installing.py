"""docs/installing.md, command by command, on an empty folder as a user of its own: what an operator types is what the page says."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving_site import free_port

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "installing.md"
COMMAND = re.compile(r"^    ([#$]) (.+)$", re.M)
NOT_HERE = ("apt install", "useradd", "systemctl", "cp /opt/hors-les-murs/deploy/")
"""They would change this machine. nginx with its file: test_an_evening_with_the_docs.py; the unit: test_systemd_units.py."""
SYSTEM = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ANYBODY = 61_000
"""The number of a user that no account of this machine has."""


class Machine:
    """Folders in place of /opt, /etc and /var/lib, and the commands of the page in their order."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        for name in ("opt", "etc", "var"):
            (folder / name).mkdir(mode=0o755)
        self.places = {
            "/opt/hors-les-murs": folder / "opt" / "hors-les-murs",
            "/etc/hors-les-murs.toml": folder / "etc" / "hors-les-murs.toml",
            "/var/lib/hors-les-murs-copies": folder / "var" / "copies",
            "/var/lib/hors-les-murs": folder / "var" / "data",
        }
        self.said: dict[str, str] = {}

    def placed(self, words: str) -> str:
        for place, ours in sorted(self.places.items(), key=lambda pair: -len(pair[0])):
            words = re.sub(rf"{re.escape(place)}(?![\w-])", str(ours), words)
        return words

    def put_program_and_settings(self) -> None:
        program = self.places["/opt/hors-les-murs"]
        program.mkdir()
        subprocess.run(f"git -C '{ROOT}' archive HEAD | tar -x -C '{program}'", shell=True, check=True)
        values = re.findall(r"^    ([a-z_]+ = .+)$", PAGE.read_text("utf-8"), re.M)
        assert len(values) == 10, values
        text = self.placed("\n".join([*values, f"port = {self.port}"]) + "\n")
        self.places["/etc/hors-les-murs.toml"].write_text(text, "utf-8")

    def run(self, sign: str, words: str, code: int = 0) -> str:
        """One command of the page; `$` as the site's user, in a shell of its own that knows what step 2 exports."""
        script = self.placed(words).replace("-o hors-les-murs -g hors-les-murs", f"-o {ANYBODY} -g {ANYBODY}" if is_root() else "")
        process = subprocess.run(
            self.shell(sign, script), capture_output=True, text=True, cwd=self.folder / "opt" / "hors-les-murs", env=self.environment(sign)
        )
        assert process.returncode == code, (words, process.returncode, process.stdout[-2000:], process.stderr[-2000:])
        self.said[words] = process.stdout
        return process.stdout

    def shell(self, sign: str, script: str) -> list[str]:
        as_user = ["setpriv", f"--reuid={ANYBODY}", f"--regid={ANYBODY}", "--clear-groups"] if sign == "$" and is_root() else []
        return [*as_user, "bash", "-euc", script]

    def environment(self, sign: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HORSLESMURS_", "PYTHON"))}
        if sign == "#":
            return kept | {"PATH": SYSTEM}  # python3 of the machine: another user cannot run one below root's home
        path = f"{self.places['/opt/hors-les-murs']}/.venv/bin:{SYSTEM}"
        return kept | {
            "HORSLESMURS_SETTINGS": str(self.places["/etc/hors-les-murs.toml"]),
            "PATH": path,
            "HOME": str(self.folder / "var" / "data"),
        }


def is_root() -> bool:
    return os.geteuid() == 0


def commands() -> list[tuple[str, str]]:
    return COMMAND.findall(PAGE.read_text("utf-8"))


@pytest.fixture
def machine() -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="installing-"))  # pytest's own folders are closed to another user
    folder.chmod(0o755)
    yield Machine(folder)
    shutil.rmtree(folder, ignore_errors=True)


def test_the_page_has_commands_for_root_and_for_the_user() -> None:
    signs = [sign for sign, _ in commands()]
    assert signs.count("#") >= 8
    assert signs.count("$") >= 8
    assert "git" not in "".join(words for _, words in commands())


@pytest.mark.slow
def test_every_command_of_the_page_works_as_it_is_written(machine: Machine) -> None:
    machine.put_program_and_settings()
    process: subprocess.Popen[bytes] | None = None
    try:
        for sign, words in commands():
            if words.startswith(NOT_HERE):
                if "enable --now" in words:
                    process = serve(machine)
                continue
            if words.startswith("cd ") or words.startswith("export "):
                continue  # what `cwd` and `environment` are here
            if words == "horslesmurs backups list":
                wait_for_a_copy(machine)
            machine.run(sign, words, code=1 if words == "horslesmurs doctor" else 0)
        assert "comes back whole" in machine.said["horslesmurs backups try"]
        assert "AGE-SECRET-KEY-" in machine.said["horslesmurs backups key"]
        assert "operatrice" in machine.run("$", "horslesmurs user list")
        findings = [json.loads(line) for line in machine.run("$", "horslesmurs doctor --json", code=1).splitlines()]
        assert {one["part"] for one in findings if one["state"] == "fault"} <= {"content"}, findings
        check_owners(machine)
    finally:
        if process is not None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def serve(machine: Machine) -> "subprocess.Popen[bytes]":
    """What the unit of step 3 runs."""
    unit = (ROOT / "deploy" / "hors-les-murs.service").read_text("utf-8")
    found = re.search(r"^ExecStart=(.+)$", unit, re.M)
    assert found
    with (machine.folder / "log.ndjson").open("ab") as log:
        command = machine.shell("$", "exec " + machine.placed(found[1]))
        process = subprocess.Popen(
            command, env=machine.environment("$"), stdout=log, stderr=log, cwd=machine.folder / "opt" / "hors-les-murs"
        )
    end = time.monotonic() + 240
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{machine.port}/healthz", timeout=10) as answer:
                assert json.loads(answer.read())["status"] in ("ok", "degraded")
                return process
        except OSError:
            is_waiting = process.poll() is None and time.monotonic() < end
            assert is_waiting, (machine.folder / "log.ndjson").read_text()[-3000:]
            time.sleep(1)


def wait_for_a_copy(machine: Machine) -> None:
    end = time.monotonic() + 240
    while not list((machine.folder / "var" / "copies").glob("*.age")):
        assert time.monotonic() < end, "the worker made no copy"
        time.sleep(1)


def check_owners(machine: Machine) -> None:
    """The data is the site's user's and nobody else's; the program is not hers to change."""
    for path in (machine.folder / "var").rglob("*"):
        facts = path.lstat()
        assert facts.st_mode & 0o077 == 0, f"{path} is open to others"
        assert not is_root() or facts.st_uid == ANYBODY, path
    if is_root():
        program = machine.places["/opt/hors-les-murs"]
        tried = subprocess.run(machine.shell("$", f"touch {program}/x"), capture_output=True)
        assert tried.returncode != 0
