"""A small content folder of two courses that the checks find nothing in, with the shipped site rules and word lists."""

import shutil
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "content"
TODAY = date(2026, 11, 23)


def lay_out(copy: Path) -> Path:
    shutil.copytree(HERE / "sample", copy)
    for name in ("rules.yml", "wording.yml"):
        shutil.copy(SHIPPED / "_structure" / name, copy / "_structure" / name)
    return copy
