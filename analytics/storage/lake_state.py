"""Where a lake stands, in one small file beside its folders: `.state`, replaced whole.

A batch of rows becomes files in several folders. The state names those folders before the first file is written, and the batch counts from
the instant at which the state says its last number: files beyond that number are of a batch that was stopped, and are removed.
"""

import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from analytics.storage.rows import SCHEMA
from infrastructure.file_writing import FOR_ALL, write_whole

FILE = ".state"
LAYOUT = 2
"""1 was one series of files for all cohorts."""

Range = tuple[str, int, int]
"""Folder, after, upto."""


@dataclass(frozen=True)
class State:
    """upto: the last statement number that counts. writes: folders of a batch that is being written.

    born: another word for each lake that was begun anew, so that what was made from an earlier one is known as such. lost: what damaged
    files held, to be read from the store again. early_voids: ids that were voided before they came.
    """

    born: str = field(default_factory=lambda: secrets.token_hex(8))
    upto: int = 0
    writes: tuple[str, ...] = ()
    lost: tuple[Range, ...] = ()
    early_voids: tuple[str, ...] = ()


def read(place: Path) -> State | None:
    """None for a lake without a state that this version can go on with: new, of another layout or with other columns."""
    try:
        body = json.loads((place / FILE).read_text(encoding="utf-8"))
        if body["layout"] != LAYOUT or body["columns"] != list(SCHEMA):
            return None
        lost = tuple((str(name), int(after), int(upto)) for name, after, upto in body["lost"])
        return State(str(body["born"]), int(body["upto"]), tuple(body["writes"]), lost, tuple(body["early_voids"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(place: Path, state: State) -> None:
    """Raises OSError."""
    body = {"layout": LAYOUT, "columns": list(SCHEMA), **asdict(state)}
    write_whole(place / FILE, json.dumps(body).encode(), mode=FOR_ALL)
