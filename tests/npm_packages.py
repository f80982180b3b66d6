"""Packages of npm for tests, from a cache outside the repository."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from infrastructure.locks import file_lock

LOCKED = ("package.json", "package-lock.json")
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
PATIENCE_S = 300


def install(here: Path, name: str) -> Path:
    """A folder with `node_modules` as the lock file beside package.json in `here` says, each package checked against its hash by
    `npm ci`; made once a lock file. Raises CalledProcessError when the registry does not answer.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hors-les-murs"
    key = hashlib.sha256(b"".join((here / file).read_bytes() for file in LOCKED)).hexdigest()[:16]
    folder = cache / f"{name}-{key}"
    with file_lock(cache / f"{name}-{key}.lock", "tests", wait=PATIENCE_S):
        if not (folder / "complete").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for file in LOCKED:
                shutil.copy(here / file, folder / file)
            subprocess.run(INSTALL, cwd=folder, check=True, capture_output=True, timeout=PATIENCE_S)
            (folder / "complete").touch()
    return folder
