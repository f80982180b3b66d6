"""Each rule of passing and each guard of messages has a test that goes red when it is broken (tests/lms/seeded_faults.py)."""

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest
import seeded_faults
from seeded_faults import FAULTS

ROOT = Path(__file__).resolve().parents[2]


def test_each_fault_has_a_name_a_place_and_a_test_of_its_own() -> None:
    """The quick part: every place is still in the sources, and every test is still in its file."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        for where, old, _new in fault.places:
            assert inspect.getsource(seeded_faults.function_of(where)[0]).count(old) == 1, fault.name
        names = [line for line in (ROOT / fault.file).read_text("utf-8").splitlines() if line.startswith("def test_")]
        assert any(fault.test in name for name in names), (fault.name, fault.test)


def test_the_table_in_the_documentation_names_each_rule() -> None:
    pages = "".join((ROOT / "docs" / page).read_text("utf-8") for page in ("certified-courses.md", "messages.md"))
    assert [fault.rule for fault in FAULTS if fault.rule not in pages] == []


@pytest.mark.slow
def test_each_seeded_fault_turns_its_test_red() -> None:
    command = [sys.executable, str(Path(seeded_faults.__file__))]
    process = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=True)
    lines = [json.loads(line) for line in process.stdout.splitlines()]
    assert [line for line in lines if "clean" in line and line["code"] != 0] == []
    assert [line["fault"] for line in lines if "fault" in line and line["code"] != 1] == []
    assert sum("fault" in line for line in lines) == len(FAULTS)
