"""The parts of a site as a CycloneDX 1.6 file, from the lock and what is installed: `make sbom` writes dist/hors-les-murs.cdx.json."""

import json
import re
import sys
import tomllib
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+?))?\s*\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")


def locked(text: str) -> list[dict[str, Any]]:
    """Each pin of a lock: name, version, marker (of systems or Pythons that need it), hashes of its files."""
    pins: list[dict[str, Any]] = []
    for line in text.splitlines():
        if pin := PIN.match(line):
            pins.append({"name": pin[1], "version": pin[2], "marker": (pin[3] or "").strip(), "hashes": []})
        elif pins and (sum_of := HASH.search(line)):
            pins[-1]["hashes"].append(sum_of[1])
    return pins


def licence(name: str) -> list[dict[str, Any]]:
    """As the package says; empty when it is not installed here or says nothing."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    expression = told.get("License-Expression") or ""
    if SPDX.fullmatch(expression):
        return [{"expression": expression}]
    classes = [row.rpartition("::")[2].strip() for row in told.get_all("Classifier") or [] if row.startswith("License ::")]
    return [{"license": {"name": one}} for one in classes if one != "OSI Approved"]


def component(pin: dict[str, Any]) -> dict[str, Any]:
    """hashes: of the files that the lock allows, any of which may be the one that was installed."""
    purl = f"pkg:pypi/{pin['name'].lower().replace('_', '-')}@{pin['version']}"
    made = {
        "type": "library", "bom-ref": purl if not pin["marker"] else f"{purl}#{uuid5(NAMESPACE_URL, pin['marker'])}", "name": pin["name"],
        "version": pin["version"], "purl": purl, "hashes": [{"alg": "SHA-256", "content": one} for one in pin["hashes"]],
    }  # fmt: skip
    if licences := licence(pin["name"]):
        made["licenses"] = licences
    if pin["marker"]:
        made["properties"] = [{"name": "python:marker", "value": pin["marker"]}]
    return made


def document(lock: str, version: str, at: datetime) -> dict[str, Any]:
    components = [component(pin) for pin in locked(lock)]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, lock + version)}",
        "version": 1,
        "metadata": {
            "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "bom-ref": "hors-les-murs", "name": "hors-les-murs", "version": version,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            },
        },
        "components": components,
        "dependencies": [{"ref": "hors-les-murs", "dependsOn": [one["bom-ref"] for one in components]}],
    }  # fmt: skip


def main() -> int:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    made = document((ROOT / "requirements" / "run.txt").read_text("utf-8"), version, datetime.now(UTC))
    target = ROOT / "dist" / "hors-les-murs.cdx.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{target.relative_to(ROOT)}: {len(made['components'])} parts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
