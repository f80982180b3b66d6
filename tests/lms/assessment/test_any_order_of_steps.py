"""Answer, back, reload, second tab, kill, clock set forwards and back, in any order: no two results, no lost answer, no unsafe pass."""

from pathlib import Path

import pytest
from sitting_steps import run_any_order


@pytest.mark.slow
def test_on_sqlite(tmp_path: Path) -> None:
    run_any_order(tmp_path, examples=2, steps=8)


@pytest.mark.slow
def test_on_sqlite_at_length(tmp_path: Path) -> None:
    run_any_order(tmp_path, examples=30, steps=40)
