"""Up to where each cohort is reported, kept beside its results, so that a start makes again only what changed while nobody worked."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from analytics.cohort_list import Cohort
from analytics.status import reason_of
from infrastructure.file_writing import write_whole

log = logging.getLogger(__name__)
FOLDER = "reported"

Mark = tuple[int, int]
"""Size and change time of a file, in bytes and nanoseconds."""


def marks_of(folder: Path, cohort: Cohort, stand: str, now: datetime) -> dict[str, Mark]:
    """The marks of the files of each report, if they were made at this stand; nothing when not, and when that cannot be read.

    folder: the site's `results/`; stand: of the cohort in the lake (`lake.stand_of`).
    """
    try:
        body = json.loads(_path(folder, cohort).read_text(encoding="utf-8"))
        is_same = body["stand"] == _whole_stand(cohort, stand, now)
        return {report: (int(size), int(at)) for report, (size, at) in body["marks"].items()} if is_same else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def note(folder: Path, cohort: Cohort, stand: str, now: datetime, marks: Mapping[str, Mark]) -> None:
    """After the results. What cannot be kept, or is lost in a power cut, costs the making of one cohort."""
    try:
        body = {"stand": _whole_stand(cohort, stand, now), "marks": marks}
        write_whole(_path(folder, cohort), json.dumps(body).encode(), is_durable=False)
    except OSError as error:
        log.error("up to where cohort %s is reported could not be kept: %s", cohort.uuid, reason_of(error))


def _whole_stand(cohort: Cohort, stand: str, now: datetime) -> list[str]:
    """All that the results of a cohort depend on: its rows, the day, since some reports look at the date, and the program."""
    return [stand, "simulated" if cohort.simulated else "real", f"{now.astimezone(UTC).date()}", code()]


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


def _path(folder: Path, cohort: Cohort) -> Path:
    return folder / FOLDER / f"{cohort.uuid}.json"
