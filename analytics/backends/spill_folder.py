"""A folder for what does not fit into memory while a report is counted: this process's alone, gone with it.

Without one DuckDB writes `.tmp` where the process was started, which a service may not, and what a killed process left there would stay.
"""

import os
import shutil
import tempfile
from pathlib import Path

from infrastructure.processes import is_running

_PREFIX = "hors-les-murs-reports-"


def make_spill_folder() -> Path:
    """An empty folder that its owner alone may read, named by the process; those of processes that are over are removed first."""
    there = Path(tempfile.gettempdir())
    for folder in there.glob(f"{_PREFIX}*"):
        process = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if process.isdecimal() and not is_running(int(process)):
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=there))
