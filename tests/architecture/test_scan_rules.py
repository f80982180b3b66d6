"""What waives a finding of `make scan`, and a seeded fault for each own rule of semgrep; the tools themselves run in scripts/scan.py."""

import importlib.util
import re
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "scan.py"
spec = importlib.util.spec_from_file_location("scan", SCRIPT)
assert spec
assert spec.loader
scan = importlib.util.module_from_spec(spec)
spec.loader.exec_module(scan)


def test_a_reason_waives_and_a_bare_waiver_does_not(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("a()\nb()  # noqa: S603\nc()  # noqa: S603 - our own command\nd(\n    e=1,  # noqa: S701 - plain text\n)\n")
    waived = [scan.Finding("B603", path, lines, "").has_reason() for lines in ((1, 1), (2, 2), (3, 3), (4, 6))]
    assert waived == [False, False, True, True]


def test_each_rule_has_its_seeded_fault() -> None:
    rules = re.findall(r"^  - id: (\S+)$", scan.RULES.read_text("utf-8"), re.M)
    code, _, template = scan.FAULTS.read_text("utf-8").partition("\n----\n")
    faults = [line for line in code.splitlines() if line and not line.startswith(("#", "import", "from"))]
    assert len(faults) + len(template.splitlines()) == len(rules)
