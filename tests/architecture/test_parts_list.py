"""The list of parts (CycloneDX) holds each package of the lock once, with where it comes from and the sums of its files."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import sbom  # noqa: E402 - a file that is run, not a package


def test_every_pin_of_the_lock_is_a_part_with_sums() -> None:
    lock = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    made = sbom.document(lock, "0.1.0", datetime(2026, 11, 29, tzinfo=UTC))
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE)
    assert [(one["name"], one["version"]) for one in made["components"]] == pins
    assert len({one["bom-ref"] for one in made["components"]}) == len(pins)
    sums = sum(len(one["hashes"]) for one in made["components"])
    assert sums == lock.count("--hash=sha256:")
    assert all(one["hashes"] for one in made["components"])
    assert made["dependencies"][0]["dependsOn"] == [one["bom-ref"] for one in made["components"]]
    assert (made["bomFormat"], made["specVersion"], made["metadata"]["timestamp"]) == ("CycloneDX", "1.6", "2026-11-29T00:00:00Z")
    named = [one for one in made["components"] if one["name"] == "flask"]
    assert named[0]["licenses"] == [{"expression": "BSD-3-Clause"}]
