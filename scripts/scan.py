"""Bandit, and semgrep with own rules, over the product's code: `python scripts/scan.py`. ruff's rules S run in `make check` itself.

Exit code 0: no finding without a reason; 1: findings; 3: nothing was looked at, since a tool could not be installed or our own seeded
faults were not found by it. A finding is waived by what waives it for ruff: `noqa: S…` with its reason, on a line of the finding.
"""

import json
import re
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms", "scripts", "horslesmurs.py")
RULES = ROOT / "scripts" / "semgrep_rules.yml"
FAULTS = ROOT / "scripts" / "scan_faults.txt"
NOT_LOOKED_AT = 3
LEFT_TO_RUFF = "B101,B107,B403,B404,B405,B406"
"""Asserts, empty defaults named like a passphrase (ruff knows which are empty), and imports, whose uses are findings of their own."""
REASON = re.compile(r"#\s*noqa:\s*S\d+.*[a-z]{3}", re.I)


@dataclass(frozen=True)
class Finding:
    """lines: first and last, from 1."""

    rule: str
    path: Path
    lines: tuple[int, int]
    words: str

    def has_reason(self) -> bool:
        first, last = self.lines
        return any(REASON.search(line) for line in (ROOT / self.path).read_text("utf-8").splitlines()[first - 1 : last])


def bandit(tools: Path, paths: list[Path]) -> list[Finding]:
    answer = _output([tools / "bandit", "-q", "-r", "-f", "json", "-s", LEFT_TO_RUFF, *paths])
    return [
        Finding(one["test_id"], Path(one["filename"]), (min(one["line_range"]), max(one["line_range"])), one["issue_text"])
        for one in answer["results"]
    ]


def semgrep(tools: Path, paths: list[Path]) -> list[Finding]:
    options = ["--metrics=off", "--disable-version-check", "--no-git-ignore", "--json", "--quiet", "--config", RULES]
    answer = _output([tools / "semgrep", "scan", *options, *paths])
    return [
        Finding(one["check_id"].rpartition(".")[2], Path(one["path"]), (one["start"]["line"], one["end"]["line"]), one["extra"]["message"])
        for one in answer["results"]
    ]


def _output(command: list[str | Path]) -> dict[str, list[dict[str, object]]]:  # type: ignore[type-arg]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own command
    return json.loads(run.stdout)  # type: ignore[no-any-return]


def blind_rules(tools: Path, folder: Path) -> set[str]:
    """Rules that do not find their seeded fault."""
    code, _, template = FAULTS.read_text("utf-8").partition("\n----\n")
    for name, text in (("faults.py", code), ("faults.html", template)):
        (folder / name).write_text(text, "utf-8")
    paths = [folder / "faults.py", folder / "faults.html"]
    wanted = set(re.findall(r"^  - id: (\S+)$", RULES.read_text("utf-8"), re.M)) | {"B301", "B602", "B506"}
    return wanted - {one.rule for one in (*semgrep(tools, paths), *bandit(tools, paths))}


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "tools", with_pip=True)  # they bring packages of their own: none of them belongs among ours
        tools = folder / "tools" / "bin"
        install = [tools / "python", "-m", "pip", "install", "-qqq", "--disable-pip-version-check", "bandit", "semgrep"]
        if subprocess.run(install, check=False).returncode:  # noqa: S603 - our own command
            print("bandit and semgrep could not be installed (is there a network?): nothing was looked at")
            return NOT_LOOKED_AT
        return scan(tools, folder)


def scan(tools: Path, folder: Path) -> int:
    blind = blind_rules(tools, folder)
    if blind:
        print(f"these rules do not find their own seeded fault: {', '.join(sorted(blind))}: nothing was looked at")
        return NOT_LOOKED_AT
    paths = [ROOT / name for name in PACKAGES if (ROOT / name).exists()]
    findings = [*bandit(tools, paths), *semgrep(tools, paths)]
    left = [one for one in findings if not one.has_reason()]
    for one in left:
        print(f"{(ROOT / one.path).relative_to(ROOT)}:{one.lines[0]}: {one.rule}: {one.words}")
    print(f"{len(findings)} findings, {len(findings) - len(left)} with their reason on the line, {len(left)} without")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
