"""The units of systemd: readable by systemd itself where it is there, commands that exist, and nothing allowed that the site needs not."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import horslesmurs

DEPLOY = Path(__file__).parents[3] / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("hors-les-murs*.service"))
HARDENING = {
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
    "DynamicUser": "yes",
    "StateDirectoryMode": "0700",
}


def values_of(name: str) -> list[tuple[str, str]]:
    lines = [line for line in (DEPLOY / name).read_text().splitlines() if line and not line.startswith(("#", "["))]
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


def test_one_unit_runs_the_site_whose_worker_makes_the_copies() -> None:
    assert UNITS == ["hors-les-murs.service"]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_may_do_little_and_calls_commands_that_exist(name: str) -> None:
    values = values_of(name)
    assert HARDENING.items() <= dict(values).items()
    commands = re.findall(r"bin/horslesmurs (\w+)", " ".join(value for key, value in values if key.startswith("Exec")))
    assert commands
    assert set(commands) <= set(horslesmurs.COMMANDS)
    settings = [value.partition("=")[0] for key, value in values if key == "Environment"]
    assert settings == ["HORSLESMURS_DATA", "HORSLESMURS_SETTINGS"]


def test_the_site_starts_again_by_itself() -> None:
    assert ("Restart", "always") in values_of("hors-les-murs.service")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_systemd_reads_them_and_finds_the_site_well_shut(tmp_path: Path) -> None:
    program = tmp_path / "horslesmurs"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    paths = []
    for unit in UNITS:
        path = tmp_path / unit
        path.write_text((DEPLOY / unit).read_text().replace("/opt/hors-les-murs/.venv/bin/horslesmurs", str(program)))
        paths.append(str(path))
    process = subprocess.run(["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True)
    assert [line for line in process.stderr.splitlines() if "hors-les-murs" in line] == []
    words = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(tmp_path / "hors-les-murs.service")]
    assert subprocess.run(words, capture_output=True, text=True).returncode == 0
