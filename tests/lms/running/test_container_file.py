"""The container file: no root, one volume, a health check, hashes for every package, and commands that exist."""

import re
from pathlib import Path

import horslesmurs

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
LINES = [line.split(" ", 1) for line in TEXT.splitlines() if line and not line.startswith("#")]


def values(word: str) -> list[str]:
    return [rest for name, rest in LINES if name == word]


def test_it_runs_as_nobody_in_particular_and_writes_in_one_volume() -> None:
    assert values("USER") == ["10001:10001"]
    assert values("VOLUME") == ["/data"]
    assert "HORSLESMURS_DATA=/data" in values("ENV")[0]
    stages = [line for name, line in LINES if name == "FROM"]
    assert all(re.fullmatch(r"docker\.io/library/python:3\.\d+-slim-\w+( AS build)?", stage) for stage in stages), "no moving tag"
    after_user = [name for name, _ in LINES[[name for name, _ in LINES].index("USER") :]]
    assert not {"RUN", "COPY", "ADD"} & set(after_user)
    assert not values("ADD")


def test_it_is_asked_for_its_health_and_stops_as_the_site_wants() -> None:
    assert "/healthz" in values("HEALTHCHECK")[0]
    assert values("STOPSIGNAL") == ["SIGTERM"]
    assert values("ENTRYPOINT") == ['["horslesmurs"]']
    assert values("CMD") == ['["serve"]']


def test_packages_come_by_their_hashes_and_copied_files_are_there() -> None:
    runs = " ".join(values("RUN"))
    assert "--require-hashes -r requirements/run.txt" in runs
    assert runs.count("pip install") == runs.count("--no-deps")
    folders = re.search(r"compileall -q ([\w ]+)$", values("RUN")[2])
    assert folders
    assert all((ROOT / folder).is_dir() for folder in folders[1].split())
    left_out = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    assert {".git", ".venv", "var", "tests"} <= set(left_out)


def test_the_page_names_commands_that_exist() -> None:
    page = (ROOT / "docs" / "container.md").read_text("utf-8")
    named = set(re.findall(r"hors-les-murs(?: horslesmurs)? (upgrade|doctor|restore)\b", page))
    assert {"upgrade", "doctor"} <= named
    assert named <= set(horslesmurs.COMMANDS)
