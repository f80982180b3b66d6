"""Run the accessibility tests in a browser and keep what they saw: `python scripts/accessibility.py [WORDS FOR PYTEST…]`.

The declaration of the site (lms/home/declaration.py) reads the file that is written here, and says nothing that is not in it.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/lms/browser/test_pages_are_accessible.py"
TARGET = ROOT / "lms" / "home" / "accessibility_results.json"
CRITERION = re.compile(r"RGAA-(\d+\.\d+)\.\d+")
"""axe marks a rule with the tests of RGAA 4 that it looks at; without the last number it is the criterion."""


def summary(lines: list[dict[str, Any]], day: str) -> dict[str, Any]:
    """What the file says. criteria: of each criterion a rule of which had something to judge, on how many views one failed."""
    if not lines:
        raise SystemExit("no view was looked at: nothing is written")
    rules: Counter[str] = Counter()
    criteria: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for line in lines:
        failed = {criterion for tags in line["violations"].values() for criterion in criteria_of(tags)}
        passed = {criterion for tags in line["passes"].values() for criterion in criteria_of(tags)}
        criteria.update(dict.fromkeys(passed | failed, 0))
        criteria.update(failed)
        rules.update(dict.fromkeys(line["passes"], 0) | dict.fromkeys(line["violations"], 1))
        undecided.update(line["incomplete"].keys())
    views = {(line["url"], line["width"], line["theme"]) for line in lines}
    return {
        "day": day, "engine": lines[0]["engine"], "browser": lines[0]["browser"],
        "pages": len({line["url"] for line in lines}), "views": len(views),
        "widths": sorted({line["width"] for line in lines}), "themes": sorted({line["theme"] for line in lines}),
        "rules": dict(sorted(rules.items())), "undecided": dict(sorted(undecided.items())),
        "criteria": dict(sorted(criteria.items(), key=lambda row: [int(part) for part in row[0].split(".")])),
    }  # fmt: skip


def criteria_of(tags: list[str]) -> set[str]:
    return {match[1] for tag in tags if (match := CRITERION.fullmatch(tag))}


def main(words: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.ndjson"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", TESTS, *words]
        code = subprocess.run(command, cwd=ROOT, env=os.environ | {"ACCESSIBILITY_RECORD": str(record)}, check=False).returncode  # noqa: S603 - our own command
        lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()] if record.exists() else []
    found = summary(lines, f"{datetime.now(UTC):%Y-%m-%d}")
    TARGET.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    faults = sum(found["criteria"].values())
    print(f"{TARGET.name}: {found['views']} views of {found['pages']} pages, {len(found['rules'])} rules, {faults} faults of RGAA")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
