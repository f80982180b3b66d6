"""Who counts in no figure: people who said no. Their pseudonyms of the reports stand in one small file beside the lake's.

The feed leaves their rows out, so whatever builds the lake anew does too. When the list changes, the lake is emptied and filled again.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from analytics import lake

NAME = "left-out.txt"


def read(folder: Path) -> frozenset[str]:
    """folder: the lake. Empty when nobody said no."""
    try:
        return frozenset((folder / NAME).read_text(encoding="ascii").split())
    except FileNotFoundError:
        return frozenset()


def replace_list(folder: Path, pseudonyms: Iterable[str]) -> bool:
    """Leave out these and no others from now on. True when that changed: the lake is empty then. Raises LakeBusy."""
    wanted = frozenset(pseudonyms)
    if wanted == read(folder):
        return False
    with lake.writing(folder):
        draft = folder / f".{NAME}.draft"
        draft.write_text("\n".join(sorted(wanted)), encoding="ascii")
        # The list last: a kill in between leaves an empty lake and the old list, and the next call does both again.
        lake.clear(folder)
        os.replace(draft, folder / NAME)
    return True
