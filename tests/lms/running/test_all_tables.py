"""A process that makes no pages knows every table too: the worker takes rows away by the names of their tables."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
MODELS = sorted(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "lms").rglob("*models.py"))
NAMES = "import json, sys; from lms.web.database.extensions import db; print(json.dumps(sorted(db.metadata.tables)))"


def tables_after(*modules: str) -> list[str]:
    """The tables that a fresh process knows once it has imported these modules."""
    script = "".join(f"import {name}\n" for name in modules) + NAMES
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    names: list[str] = json.loads(done.stdout)
    return names


def test_the_worker_knows_every_table_that_a_model_names() -> None:
    assert len(MODELS) >= 20
    assert tables_after("lms.running.worker") == tables_after(*MODELS)
