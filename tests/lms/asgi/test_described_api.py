"""Schemathesis against the served site: every operation of docs/api/openapi.yaml, in order and out of order, with a real access key.

All its checks: no fault of ours, no status, type, header or body that is not described, what breaks the schema is refused, what fits it is
taken, a method nobody described is 405 with Allow, no key is 401. The same seed each time, so that a red run can be repeated.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from serving_site import ServedSite, served_site

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / ".venvs" / "api" / "bin" / "st"
CONFIG = Path(__file__).with_name("schemathesis.toml")
HOME = "https://site.example"
STATEMENTS = "^/xapi/statements$"


@dataclass(frozen=True)
class Described:
    site: ServedSite
    key: str

    def run(self, description: Path, *options: str) -> subprocess.CompletedProcess[str]:
        """Its output and exit code: 0 all well, 1 faults found."""
        command = [PROGRAM, "--config-file", CONFIG, "run", description, "--url", f"http://127.0.0.1:{self.site.port}", "--auth", self.key]
        command += ["--seed", "1", "--no-color", "--continue-on-failure", "--suppress-health-check", "all", *options]
        return subprocess.run(command, capture_output=True, text=True, timeout=1500, cwd=self.site.folder)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    if not PROGRAM.exists():
        pytest.skip("Schemathesis is not here: make .venvs/api/made installs it")
    data = tmp_path_factory.mktemp("described")
    with served_site(data, home_page=HOME) as site:
        command = [
            sys.executable,
            str(ROOT / "horslesmurs.py"),
            "lrs",
            "keys",
            "create",
            "--label",
            "all",
            "--scope",
            "all",
            "--policy",
            "any",
        ]
        made = subprocess.run(command, env={**os.environ, "HORSLESMURS_DATA": str(data)}, capture_output=True, text=True, check=True)
        found = re.search(r"^id\s+(\S+)\nsecret\s+(\S+)$", made.stdout, re.MULTILINE)
        assert found, made.stdout
        yield Described(site, f"{found[1]}:{found[2]}")


DESCRIPTION = ROOT / "docs" / "api" / "openapi.yaml"


def test_all_but_statements_answers_as_described(described: Described) -> None:
    run = described.run(DESCRIPTION, "--exclude-path-regex", STATEMENTS, "--phases", "coverage,fuzzing", "--max-examples", "15")
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2000:]
    assert re.search(r"Tested: 27", run.stdout), run.stdout[-2000:]


def test_statements_answer_as_described(described: Described) -> None:
    """By chance alone: to list each edge of a whole statement takes the program many minutes. tests/xapi/test_fuzz.py goes there."""
    run = described.run(DESCRIPTION, "--include-path-regex", STATEMENTS, "--phases", "fuzzing", "--max-examples", "25")
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2000:]
    assert re.search(r"Tested: 3", run.stdout), run.stdout[-2000:]


def test_an_answer_that_is_not_described_is_seen(described: Described, tmp_path: Path) -> None:
    """The program looks: with the statuses of one operation taken out of the description it says so."""
    text = DESCRIPTION.read_text("utf-8").replace("$ref: 'statement.yaml", f"$ref: '{(DESCRIPTION.parent / 'statement.yaml').as_uri()}")
    begin = text.index("  /xapi/about:")
    end = text.index("  /xapi/profile:")
    about = text[begin:end].replace("        '200':", "        '299':")
    changed = tmp_path / "openapi.yaml"
    changed.write_text(text[:begin] + about + text[end:], "utf-8")
    run = described.run(changed, "--include-path", "/xapi/about", "--phases", "coverage", "--max-examples", "1")
    assert run.returncode == 1, run.stdout[-5000:]
    assert "Undocumented HTTP status code" in run.stdout or "status code" in run.stdout.lower(), run.stdout[-5000:]
