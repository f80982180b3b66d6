"""Firefox ESR for tests: npm's puppeteer-core drives it over WebDriver BiDi, from a cache outside the repository."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infrastructure.locks import file_lock

HERE = Path(__file__).parent
LOCKED = ("package.json", "package-lock.json")
FIREFOX = os.environ.get("FIREFOX", "firefox-esr")
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
PATIENCE_S = 300


def missing() -> list[str]:
    """Programs that are not on this machine."""
    return [name for name in (FIREFOX, "node", "npm") if shutil.which(name) is None]


def packages() -> Path:
    """A folder with the driver beside what the lock file names, each package checked against its hash by `npm ci`; made once."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hors-les-murs"
    key = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in LOCKED)).hexdigest()[:16]
    folder = cache / f"firefox-{key}"
    with file_lock(cache / f"firefox-{key}.lock", "tests", wait=PATIENCE_S):
        if not (folder / "complete").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name in LOCKED:
                shutil.copy(HERE / name, folder / name)
            subprocess.run(INSTALL, cwd=folder, check=True, capture_output=True, timeout=PATIENCE_S)
            (folder / "complete").touch()
        shutil.copy(HERE / "driver.mjs", folder / "driver.mjs")
    return folder


class Firefox:
    """One person at one page. Each method is a command of driver.mjs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, command: str, **values: Any) -> Any:
        """Raises AssertionError with the browser's words when it cannot be done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, **values}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the browser went away at {command} {values}"
        answer = json.loads(line)
        assert "error" not in answer, f"{command} {values}: {answer['error']}"
        return answer["value"]

    def open(self, url: str) -> int:
        """The status of the answer; 0 for a page that came without one."""
        return int(self.ask("open", url=url))

    def value(self, script: str) -> Any:
        """What an expression of JavaScript gives in the page."""
        return self.ask("value", script=script)

    def text(self, selector: str) -> str:
        return str(self.ask("text", selector=selector))

    def count(self, selector: str) -> int:
        return int(self.ask("count", selector=selector))

    def follow(self, selector: str, key: str = "") -> str:
        """Click, or press a key on it, wait for the page it leads to, and give its address."""
        return str(self.ask("follow", selector=selector, key=key))


@contextmanager
def firefox(*, scheme: str = "light") -> Iterator[Firefox]:
    """A new person's browser. scheme: light or dark."""
    dark_or_light = 0 if scheme == "dark" else 1
    preferences = {"layout.css.prefers-color-scheme.content-override": dark_or_light}
    options = json.dumps({"executable": shutil.which(FIREFOX), "preferences": preferences})
    process = subprocess.Popen(["node", "driver.mjs", options], cwd=packages(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Firefox(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
