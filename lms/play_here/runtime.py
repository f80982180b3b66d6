"""The Python that browsers run, as it lies in the site's data folder once an operator fetched it: files, sizes, version.

It is never part of the project: `horslesmurs browser-edition` fetches it by the lock beside this file, each package checked by its hash.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

LOCK = Path(__file__).resolve().parent / "lock"
PACKAGE = "pyodide"
FILES = {
    "pyodide.mjs": "text/javascript",
    "pyodide.asm.mjs": "text/javascript",
    "pyodide.asm.wasm": "application/wasm",
    "python_stdlib.zip": "application/zip",
    "pyodide-lock.json": "application/json",
}
"""What a browser asks for, and its type."""
CODINGS = {"br": ".br", "gzip": ".gz"}
COMPLETE = "complete"
"""Written last: a folder without it is half a runtime."""


@lru_cache(maxsize=1)
def locked_version() -> str:
    """The version the lock names."""
    lock = json.loads((LOCK / "package-lock.json").read_text("utf-8"))
    return str(lock["packages"][f"node_modules/{PACKAGE}"]["version"])


@lru_cache(maxsize=1)
def lock_mark() -> str:
    """The start of the lock's digest: another one is another runtime."""
    return hashlib.sha256((LOCK / "package-lock.json").read_bytes()).hexdigest()[:12]


def folder_of(data: Path) -> Path:
    """Where the runtime of this version of the site lies, or will lie."""
    return data / "browser-edition" / locked_version()


@dataclass(frozen=True)
class Runtime:
    """A whole runtime."""

    folder: Path

    @property
    def version(self) -> str:
        return self.folder.name

    def body(self, name: str, coding: str | None) -> tuple[bytes, bool]:
        """A file as this browser takes it, and whether it is packed."""
        path = self.folder / (name + CODINGS.get(coding or "", ""))
        return path.read_bytes(), path.name != name

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Bytes of each file, not packed."""
        return {name: (self.folder / name).stat().st_size for name in FILES}

    @cached_property
    def packed_bytes(self) -> int:
        """What travels, in the smaller packing."""
        return sum((self.folder / f"{name}.br").stat().st_size for name in FILES)


def find(data: Path) -> Runtime | None:
    """The runtime of this site; None before an operator fetched the one that the lock names."""
    folder = folder_of(data)
    return Runtime(folder) if (folder / COMPLETE).is_file() else None
