"""The rules of the game run unchanged in a browser: Pyodide in Chromium plays the same weeks to the letter, under a policy that allows
WebAssembly and no script text ('wasm-unsafe-eval' alone). The page of the game in a browser itself is not built (decision 0101)."""

import ast
import io
import json
import pickle
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import npm_packages
import pytest
import shipped_book
from app_server import served_at
from playwright.sync_api import Browser, expect
from werkzeug.utils import send_from_directory
from werkzeug.wrappers import Request, Response

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent / "runtime"
LOCK = ROOT / "lms" / "play_here" / "lock"
PARTS = ("game/__init__.py", "game/errors.py", "game/core", "courses/__init__.py", "courses/model")
"""All that the rules import, and nothing else: no third package, no reader of content, no screen."""
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'"
PAGE = b'<!doctype html><html lang="en"><title>Pyodide</title><p id="result"></p><script type="module" src="/play.mjs"></script></html>'

ALONE = "import sys; sys.path.insert(0, '.'); import game.core.week, game.core.policies, game.core.review.debrief_builder"


def code() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in PARTS:
            for path in [ROOT / part] if part.endswith(".py") else sorted((ROOT / part).rglob("*.py")):
                archive.write(path, path.relative_to(ROOT))
    return buffer.getvalue()


def played_here(folder: Path) -> Any:
    """The same script in this process: the value of its last line."""
    tree = ast.parse((HERE / "played.py").read_text("utf-8").replace('open("book.bin"', f'open("{folder / "book.bin"}"'))
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {}
    exec(compile(tree, "played.py", "exec"), names)
    return eval(compile(ast.Expression(last.value), "played.py", "eval"), names)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    if shutil.which("npm") is None:
        pytest.skip("not on this machine: npm")
    runtime = npm_packages.install(LOCK, "pyodide") / "node_modules" / "pyodide"
    own = {
        "/": (PAGE, "text/html"),
        "/code.zip": (code(), "application/zip"),
        "/book.bin": (pickle.dumps(shipped_book.load(), 5), "application/octet-stream"),
    }
    own |= {
        "/play.mjs": ((HERE / "play.mjs").read_bytes(), "text/javascript"),
        "/played.py": ((HERE / "played.py").read_bytes(), "text/plain"),
    }
    (tmp_path / "book.bin").write_bytes(own["/book.bin"][0])

    @Request.application
    def application(request: Request) -> Response:
        if request.path.startswith("/pyodide/"):
            response = send_from_directory(runtime, request.path.removeprefix("/pyodide/"), request.environ)
            if request.path.endswith(".wasm"):
                response.mimetype = "application/wasm"
        elif request.path in own:
            response = Response(own[request.path][0], mimetype=own[request.path][1])
        else:
            response = Response(status=404)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    with served_at(application) as address:
        yield address


@pytest.mark.slow
@pytest.mark.browser
def test_pyodide_plays_the_same_weeks_to_the_letter(chromium: Browser, address: str, tmp_path: Path) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    expect(page.locator("#result")).not_to_be_empty(timeout=300_000)
    result = json.loads(page.locator("#result").inner_text())
    assert "error" not in result, (result, said)
    assert result["digest"] == played_here(tmp_path)
    assert not [line for line in said if "Content Security Policy" in line]
    page.close()


def test_the_rules_import_nothing_that_a_browser_lacks(tmp_path: Path) -> None:
    """The parts alone, in a process that finds neither our other packages nor any of others."""
    with zipfile.ZipFile(io.BytesIO(code())) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
