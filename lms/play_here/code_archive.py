"""The game's own code as browsers get it: the parts it imports there, packed the same on every day."""

import hashlib
import importlib.util
import io
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PARTS = {
    "game": (
        "__init__.py",
        "errors.py",
        "statements.py",
        "case_statements.py",
        "core",
        "art",
        "device",
        "screens",
        "telling",
        "ui",
        "browser",
    ),
    "courses": ("__init__.py", "errors.py", "sentences.py", "model"),
    "xapi": (".",),
    "infrastructure": ("__init__.py", "backoff.py", "codes.py", "errors.py", "file_writing.py", "http_answers.py"),
}
"""Of each package what the game imports in a browser (tests/lms/play_here/test_code_archive.py imports it alone)."""
LEFT_OUT = (
    "game/device/book_cache.py", "game/device/http_client.py", "game/device/machine_link.py", "game/device/references.py",
    "game/ui/window/pygame_window.py", "xapi/profile", "xapi/validate",
)  # fmt: skip
"""What needs a window, a socket or a content folder, or is asked for by nobody there."""
DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Archive:
    """mark: the start of its digest."""

    data: bytes
    mark: str
    unpacked: int


@lru_cache(maxsize=1)
def archive() -> Archive:
    """Packed once a process: the code of a running site does not change."""
    buffer, total = io.BytesIO(), 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, path in _files():
            body = path.read_bytes()
            total += len(body)
            out.writestr(zipfile.ZipInfo(name, DAY), body, zipfile.ZIP_DEFLATED, 9)
    data = buffer.getvalue()
    return Archive(data, hashlib.sha256(data).hexdigest()[:12], total)


def _files() -> list[tuple[str, Path]]:
    rows = []
    for package, parts in PARTS.items():
        folder = _folder(package)
        for part in parts:
            path = folder / part
            paths = [path] if path.is_file() else path.rglob("*.py")
            rows += [(f"{package}/{one.relative_to(folder).as_posix()}", one) for one in paths]
    return sorted(row for row in rows if not row[0].startswith(LEFT_OUT))


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    assert spec is not None  # noqa: S101 - a package of this project
    assert spec.origin is not None  # noqa: S101
    return Path(spec.origin).parent
