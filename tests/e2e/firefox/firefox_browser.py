"""Firefox ESR for tests: npm's puppeteer-core drives it over WebDriver BiDi, from a cache outside the repository."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import npm_packages

HERE = Path(__file__).parent
FIREFOX = os.environ.get("FIREFOX", "firefox-esr")


def missing() -> list[str]:
    """Programs that are not on this machine."""
    return [name for name in (FIREFOX, "node", "npm") if shutil.which(name) is None]


def packages() -> Path:
    """A folder with the driver beside what the lock file names."""
    folder = npm_packages.install(HERE, "firefox")
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
