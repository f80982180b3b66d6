"""Up to where each cohort is reported, kept beside its results, so that a start makes again only what changed while nobody worked."""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from infrastructure.file_writing import write_whole

FOLDER = "reported"

Mark = tuple[int, int]
"""Size and change time of a file, in bytes and nanoseconds."""


def marks_of(folder: Path, cohort: str, stand: list[str]) -> dict[str, Mark]:
    """The marks of the files of each report, if they were made at this stand; nothing when not, and when that cannot be read.

    folder: the site's `results/`.
    """
    try:
        body = json.loads(_path(folder, cohort).read_text(encoding="utf-8"))
        return {report: (int(size), int(at)) for report, (size, at) in body["marks"].items()} if body["stand"] == stand else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write(folder: Path, cohort: str, stand: list[str], marks: Mapping[str, Mark]) -> None:
    """After the results; a power cut that loses it costs the making of one cohort. Raises OSError."""
    write_whole(_path(folder, cohort), json.dumps({"stand": stand, "marks": marks}).encode(), is_durable=False)


def mark_of(path: Path) -> Mark:
    """(0, 0) for a file that is gone."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


@cache
def code() -> str:
    """A text that changes with every change of what makes reports, whether or not somebody raised a version."""
    folder = Path(__file__).parent
    whole = sha256()
    for path in sorted(folder.rglob("*.py")):
        whole.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return whole.hexdigest()[:16]


def _path(folder: Path, cohort: str) -> Path:
    return folder / FOLDER / f"{cohort}.json"
