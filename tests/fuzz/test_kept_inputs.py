"""Inputs that the guided fuzz begins with or once fell over: each is read again in every test run, without atheris."""

import subprocess
import sys
from pathlib import Path

import pytest
from child_environment import python_path

from scripts.fuzz.readers import READERS

ROOT = Path(__file__).resolve().parents[2]
ATHERIS = ROOT / ".venvs" / "fuzz"
KEPT = Path(__file__).parent / "inputs"
FILES = sorted(path for path in KEPT.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_kept_input_is_answered(path):
    READERS[path.parent.name](path.read_bytes())


def test_each_reader_has_inputs_to_begin_with_and_each_folder_its_reader():
    assert {path.parent.name for path in FILES} == set(READERS)


@pytest.mark.slow
@pytest.mark.skipif(not (ATHERIS / "atheris").is_dir(), reason="atheris is not here: make .venvs/fuzz/made installs it")
def test_a_planted_fault_is_found(tmp_path):
    """The fuzz is no check that cannot fail: a reader that falls over at three signs in a row is found within a minute."""
    planted = ROOT / "scripts" / "fuzz" / "readers.py"
    copy = tmp_path / "scripts" / "fuzz"
    copy.mkdir(parents=True)
    for path in planted.parent.glob("*.py"):
        (copy / path.name).write_text(path.read_text())
    (tmp_path / "scripts" / "__init__.py").write_text("")
    text = planted.read_text().replace(
        "    assert formats.is_language(",
        '    if raw[:1] == b"x" and raw[1:2] == b"-" and raw[2:3] == b"z":\n        raise KeyError\n    assert formats.is_language(',
    )
    assert text != planted.read_text()
    (copy / "readers.py").write_text(text)
    command = [sys.executable, "-m", "scripts.fuzz", "60", "language"]
    run = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, env={"PYTHONPATH": python_path(tmp_path, ROOT, ATHERIS)}, timeout=300
    )
    assert run.returncode == 1, run.stdout
    assert list((tmp_path / "tests" / "fuzz" / "inputs" / "language").glob("crash-*"))
